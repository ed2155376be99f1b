// Short texts as cells hold them. The first letter says what the rest is: a partner (p), a period or date (d), an
// amount (a), a unit (u), or a pattern, a line end and a text (r).

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "models/trade/partner.h"
#include "service/intake/amount.h"
#include "service/intake/foreign_amount.h"
#include "service/intake/foreign_period.h"
#include "service/intake/text_pattern.h"
#include "service/intake/written_date.h"
#include "tests/fuzz/invariants.h"

namespace {

using namespace tradewatch;

constexpr std::size_t kLongestPattern = 64;

void check_partner(std::string_view text) {
  for (const auto list : {trade::CodeList::un, trade::CodeList::imf, trade::CodeList::census}) {
    const trade::Partner partner = trade::known_partner(text, list);
    fuzz::require(!partner.country || partner.group.empty(), "no group is a country", text);
    fuzz::require(partner.nearest.empty(), "nothing is guessed at unasked", text);
    fuzz::require(fuzz::is_clean(partner.group) || !fuzz::is_clean(text), "names of groups are UTF-8", text);
    if (!partner.country) continue;
    const trade::Partner again = trade::known_partner(partner.country->alpha3(), list);
    fuzz::require(again.country == partner.country, "a country is found by its code", text);
  }
  if (!fuzz::is_read_twice(text)) return;  // a guess takes a hundred times as long as all that
  const trade::Partner known = trade::known_partner(text);
  const trade::Partner guessed = trade::find_partner(text);
  fuzz::require(known.country == guessed.country && known.group == guessed.group, "guesses change no answer", text);
  fuzz::require(guessed.nearest.empty() || (!guessed.country && guessed.group.empty()),
                "only unknown names have near ones", text);
}

void check_period(std::string_view text) {
  if (const auto span = intake::parse_foreign_period(text)) {
    fuzz::require(span->first <= span->last, "periods begin before they end", text);
    const auto again = trade::parse_period(trade::format_period(*span));
    fuzz::require(again && *again == *span, "a period is read as it is written", text);
  } else {
    fuzz::require(!span.error().expected.empty(), "a fault says what was expected", text);
    fuzz::require(fuzz::is_clean(span.error().hint), "hints are UTF-8", text);
  }
  for (const char* order : {"year-month-day", "day-month-year", "month-day-year"}) {
    const auto date = intake::parse_written_date(text, order);
    if (date) (void)trade::format_date(*date);
  }
}

void check_amount(std::string_view text) {
  for (const int exponent : {0, 3, 6, 9}) {
    const std::string scaled = std::string(text) + "e" + std::to_string(exponent);
    if (const auto amount = intake::parse_amount(text, exponent)) {
      fuzz::require(*amount == std::strtod(scaled.c_str(), nullptr), "amounts are those of strtod", scaled);
    } else {
      fuzz::require(!amount.error().expected.empty(), "a fault says what was expected", text);
      fuzz::require(fuzz::is_clean(amount.error().hint), "hints are UTF-8", text);
    }
    const auto foreign = intake::parse_foreign_amount(text, exponent);
    if (!foreign) {
      fuzz::require(fuzz::is_clean(foreign.error().hint), "hints are UTF-8", text);
      continue;
    }
    fuzz::require(foreign->value.has_value() == foreign->cause.empty(), "what is absent has a cause", text);
    if (!foreign->value) continue;
    fuzz::require(*foreign->value >= 0.0 && *foreign->value <= 1e15, "amounts are in range", text);
    std::string plain = foreign->text;
    std::erase(plain, ',');
    const double expected = std::strtod(plain.c_str(), nullptr) * std::pow(10.0, exponent);
    const bool tiny = expected < 1e-290;
    fuzz::require(tiny || std::abs(*foreign->value - expected) <= 1e-13 * expected, "amounts are those of strtod",
                  text);
  }
}

void check_unit(std::string_view text) {
  if (const auto unit = intake::parse_unit(text)) {
    fuzz::require(unit->exponent >= 0 && unit->exponent <= 9, "units multiply by 1 to 10^9", text);
  } else {
    fuzz::require(fuzz::is_clean(unit.error().hint), "hints are UTF-8", text);
  }
}

void check_pattern(std::string_view input) {
  const std::size_t line = std::min(input.find('\n'), input.size());
  const std::string_view text = input.substr(std::min(line + 1, input.size()));
  if (line > kLongestPattern) return;
  const auto pattern = intake::TextPattern::parse(input.substr(0, line));
  if (!pattern) return fuzz::require(!pattern.error().empty(), "a refused pattern says why");
  const auto groups = pattern->match(text);
  if (!groups) return;
  fuzz::require(!groups->empty() && groups->front() == intake::joined_spaces(text), "a pattern matches the whole",
                text);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return -1;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  switch (data[0]) {
    case 'p':
      check_partner(text);
      return 0;
    case 'd':
      check_period(text);
      return 0;
    case 'a':
      check_amount(text);
      return 0;
    case 'u':
      check_unit(text);
      return 0;
    case 'r':
      check_pattern(text);
      return 0;
    default:
      return -1;  // not worth keeping
  }
}
