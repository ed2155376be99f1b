#include "service/intake/house_row.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <utility>

#include "models/trade/letters.h"
#include "service/intake/amount.h"
#include "service/intake/conversion.h"
#include "service/intake/date_hint.h"
#include "service/intake/limits.h"
#include "service/intake/shown_text.h"

namespace tradewatch::intake {
namespace {

// Two hints as one sentence.
std::string joined(const std::string& a, const std::string& b) {
  if (a.empty()) return b;
  return b.empty() ? a : a + "; " + b;
}

// As ==, without a call for texts as short as those of most columns.
bool same_text(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  constexpr std::size_t kWord = sizeof(std::uint32_t);
  if (a.size() > 2 * kWord) return a == b;
  if (a.size() < kWord) {
    for (std::size_t i = 0; i < a.size(); ++i) {
      if (a[i] != b[i]) return false;
    }
    return true;
  }
  const std::size_t last = a.size() - kWord;  // the second word may begin within the first
  return std::memcmp(a.data(), b.data(), kWord) == 0 && std::memcmp(a.data() + last, b.data() + last, kWord) == 0;
}

}  // namespace

HouseRow::HouseRow(const HouseHeader& header, const ReadOptions& options, FaultList& faults)
    : header_(header), options_(options), faults_(faults) {}

std::string_view HouseRow::text(Column column) const {
  const int position = header_.at(column);
  return position == 0 ? std::string_view() : (*cells_)[static_cast<std::size_t>(position) - 1].text;
}

void HouseRow::fault(Column column, std::string expected, std::string hint) {
  const int position = header_.at(column);
  const int line = position == 0 ? line_ : (*cells_)[static_cast<std::size_t>(position) - 1].line;
  faults_.add(
      {line, position, std::string(name_of(column)), shown(text(column)), std::move(expected), std::move(hint)});
  before_[static_cast<std::size_t>(column)].is_good = false;
  bad_ = true;
}

bool HouseRow::has_field_faults() {
  const auto& cells = *cells_;
  if (cells.size() != header_.fields) {
    std::string hint = "the header has " + std::to_string(header_.fields);
    if (cells.size() > header_.fields) hint += "; a field that holds a comma needs quotation marks";
    faults_.add(
        {line_, 0, "", std::to_string(cells.size()) + " fields", std::to_string(header_.fields) + " fields", hint});
    return true;
  }
  if (std::all_of(cells.begin(), cells.end(), [](const Cell& cell) { return cell.text.empty(); })) {
    faults_.add({line_, 0, "", "a row of empty fields", "a figure", "remove the row"});
    return true;
  }
  bool bad = false;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (cells[i].text.size() <= kMaxFieldBytes) continue;
    faults_.add({cells[i].line, static_cast<int>(i) + 1, header_.names[i], shown(cells[i].text, 40),
                 "at most " + std::to_string(kMaxFieldBytes) + " bytes in a field",
                 "this one has " + std::to_string(cells[i].text.size())});
    bad = true;
  }
  return bad;
}

bool HouseRow::read(const std::vector<Cell>& cells, int line, trade::Figure& figure) {
  cells_ = &cells;
  line_ = line;
  bad_ = false;
  if (has_field_faults()) return false;
  figure.line = line;
  read_key();
  read_period(figure);
  if (read_status()) {
    figure.status = status_;
    read_amount(figure);
  }
  read_published();
  read_reference(figure);
  if (bad_) return false;
  figure.key = key_;
  figure.published = published_;
  figure.published_stated = published_stated_;
  return true;
}

// Whether what the column means is known from the row before. If not, the caller reads it, and a fault forgets it.
bool HouseRow::is_as_before(Column column) {
  Before& before = before_[static_cast<std::size_t>(column)];
  const std::string_view now = text(column);
  if (before.is_good && same_text(now, before.text)) return true;
  before.text = now;
  before.is_good = true;
  return false;
}

trade::Country HouseRow::country(Column column) {
  const std::string name(text(column));
  if (const auto known = countries_.find(name); known != countries_.end()) return known->second;
  if (const auto found = trade::known_country(name)) {
    countries_.emplace(name, *found);
    return *found;
  }
  std::string hint = odd_character(name);
  std::string nearest;
  if (!faults_.is_full()) nearest = listed(trade::find_country(name).error().nearest);
  if (!nearest.empty()) nearest = "nearest: " + nearest;
  fault(column, "a country: ISO code, M49 number or a name in English, French, Russian, Kazakh or Urdu",
        joined(hint, nearest));
  return {};
}

void HouseRow::read_key() {
  read_source();
  if (!is_as_before(Column::reporter)) key_.reporter = country(Column::reporter);
  if (!is_as_before(Column::partner)) key_.partner = country(Column::partner);
  if (!is_as_before(Column::flow)) {
    if (const auto flow = trade::parse_flow(text(Column::flow))) {
      key_.flow = *flow;
    } else {
      fault(Column::flow, "export, import, re-export, re-import or two-way", odd_character(text(Column::flow)));
    }
  }
  read_commodity();
  if (!is_as_before(Column::valuation)) {
    if (const auto valuation = trade::parse_valuation(text(Column::valuation))) {
      key_.valuation = *valuation;
    } else {
      fault(Column::valuation, "fob, cif or nothing", odd_character(text(Column::valuation)));
    }
  }
  if (!is_as_before(Column::basis)) {
    if (const auto basis = trade::parse_basis(text(Column::basis))) {
      key_.basis = *basis;
    } else {
      fault(Column::basis, "customs, payments or nothing", odd_character(text(Column::basis)));
    }
  }
}

// Sources are short names, lower case. Other scripts are refused: a look-alike letter would begin a new series.
void HouseRow::read_source() {
  constexpr std::size_t kLongest = 64;
  if (is_as_before(Column::source)) return;
  std::string& source = key_.source;
  source = text(Column::source).empty() ? std::string_view(options_.default_source) : text(Column::source);
  for (char& c : source) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  const auto allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
           std::string_view(" ._-:/&()+").find(c) != std::string_view::npos;
  };
  if (source.empty()) {
    fault(Column::source, "who published the figure, such as sbp", "fill the column, or say --source");
  } else if (source.size() > kLongest || !std::all_of(source.begin(), source.end(), allowed)) {
    fault(Column::source, "a short name of letters a to z, digits and . _ -", odd_character(source));
  }
}

void HouseRow::read_commodity() {
  if (is_as_before(Column::commodity)) return;
  const std::string_view code = text(Column::commodity);
  key_.commodity = "TOTAL";
  if (code.empty() || code == "TOTAL" || code == "total" || code == "Total") return;
  if (trade::all_digits(code) && code.size() >= 2 && code.size() <= 10 && code.size() % 2 == 0) {
    key_.commodity = code;
    return;
  }
  const bool lost_zero = trade::all_digits(code) && code.size() <= 9;
  fault(Column::commodity, "TOTAL or an HS code of 2, 4, 6, 8 or 10 digits",
        lost_zero ? "a zero lost at the front? write 0" + std::string(code) : odd_character(code));
}

void HouseRow::read_period(trade::Figure& figure) {
  const std::string_view period = text(Column::period);
  const auto span = trade::parse_period(period);
  if (span) {
    figure.period = *span;
  } else {
    fault(Column::period, span.error().expected, joined(span.error().hint, odd_character(period)));
  }
}

bool HouseRow::read_status() {
  if (is_as_before(Column::status)) return true;
  const auto status = trade::parse_status(text(Column::status));
  if (!status) {
    fault(Column::status, "final, provisional, estimated or withdrawn", odd_character(text(Column::status)));
    return false;
  }
  status_ = *status;
  return true;
}

void HouseRow::read_unit() {
  if (is_as_before(Column::unit)) return;
  unit_.reset();
  if (auto unit = parse_unit(text(Column::unit))) {
    unit_ = *std::move(unit);
  } else {
    fault(Column::unit, unit.error().expected, unit.error().hint);
  }
}

void HouseRow::read_amount(trade::Figure& figure) {
  const std::string_view value = text(Column::value);
  read_unit();
  const std::optional<Unit>& unit = unit_;
  figure.unit = text(Column::unit);
  if (figure.status == trade::Status::withdrawn) {
    if (!value.empty())
      fault(Column::value, "no value: the figure is withdrawn", "empty the field, or say another status");
    return;
  }
  const auto amount = parse_amount(value, unit ? unit->exponent : 0, unit ? unit->most() : trade::kMaxValueUsd);
  if (!amount) return fault(Column::value, amount.error().expected, amount.error().hint);
  if (!unit || figure.period == trade::MonthSpan{}) return;  // told already; nothing to convert it by
  const auto usd = to_usd(*amount, *unit, figure.period, options_.rates);
  if (!usd) return fault(Column::unit, usd.error().expected, usd.error().hint);
  figure.value_usd = *usd;
  figure.value_text = value.starts_with('-') ? value.substr(1) : value;  // "-0.0" is 0
}

void HouseRow::read_published() {
  if (is_as_before(Column::published)) return;
  const std::string_view published = text(Column::published);
  published_stated_ = !published.empty() || options_.default_published.has_value();
  if (published.empty()) {
    published_ = options_.default_published.value_or(options_.taken_date);
    return;
  }
  const auto date = trade::parse_published(published);
  if (!date) return fault(Column::published, "a date 2026-02-04 or a month 2026-02", date_hint(published));
  published_ = *date;
  // A month means its last day, but while it runs that day is ahead: the source cannot have published later than now.
  const bool running = published.size() == 7 && trade::month_of(*date) == trade::month_of(options_.taken_date);
  if (running) published_ = options_.taken_date;
}

// Exports guard text that a spreadsheet would run as a formula with an apostrophe; it is taken off again here.
void HouseRow::read_reference(trade::Figure& figure) {
  std::string_view reference = text(Column::reference);
  const bool guarded = reference.size() > 1 && reference[0] == '\'' &&
                       std::string_view("=+-@'\t\r").find(reference[1]) != std::string_view::npos;
  if (guarded) reference.remove_prefix(1);
  figure.reference = reference;
}

}  // namespace tradewatch::intake
