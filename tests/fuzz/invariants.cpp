#include "tests/fuzz/invariants.h"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <functional>

#include "models/trade/figure_checks.h"
#include "service/intake/encoding.h"
#include "service/intake/limits.h"

namespace tradewatch::fuzz {
namespace {

constexpr trade::Date kTaken = std::chrono::sys_days{std::chrono::year{2026} / 11 / 25};

void check_figure(const trade::Figure& figure) {
  require(figure.value_usd.has_value() == (figure.status != trade::Status::withdrawn), "a figure has its value");
  if (figure.value_usd) {
    require(std::isfinite(*figure.value_usd), "values are finite", figure.value_text);
    require(*figure.value_usd >= 0.0 && *figure.value_usd <= trade::kMaxValueUsd, "values are in range",
            figure.value_text);
  }
  require(figure.period.first <= figure.period.last, "periods begin before they end");
  require(figure.period.first >= trade::kFirstMonth, "periods are of 1900 or later");
  require(figure.line >= 0, "lines count from 1");
  for (const std::string_view text : {std::string_view(figure.value_text), std::string_view(figure.unit),
                                      std::string_view(figure.reference), std::string_view(figure.key.source)}) {
    require(is_clean(text), "texts of figures are UTF-8", text);
  }
}

void check_document(const intake::Document& document) {
  require(!document.format.empty(), "a document has a format");
  require(document.figures.size() <= intake::kMaxRows, "figures are within the limit");
  for (const trade::Figure& figure : document.figures) check_figure(figure);
  const auto checks = trade::check_figures(document.figures, kTaken);
  require(checks.faults.empty(), "figures have passed trade::check_figures");
  require(checks.duplicates == document.duplicates, "duplicates are counted");
  for (const std::string& note : document.notes) {
    require(!note.empty() && is_clean(note), "notes are UTF-8", note);
    require(note.find('\n') == std::string::npos, "a note is a line", note);
  }
}

void check_refusal(const intake::Refusal& refusal) {
  require(!refusal.faults.empty(), "a refusal has a fault");
  require(refusal.faults.size() <= intake::kMaxFaultsTold, "faults told are within the limit");
  for (const intake::Fault& fault : refusal.faults) fuzz::check(fault);
  const std::string text = to_text(refusal);
  require(is_clean(text), "reports are UTF-8", text);
  // Faults of one kind beyond the first are one line.
  const auto lines = static_cast<std::size_t>(std::ranges::count(text, '\n'));
  require(lines > 0 && lines <= refusal.faults.size() + (refusal.more > 0 ? 1 : 0), "a fault is at most a line", text);
  for (std::size_t at = 0; at < text.size(); at = text.find('\n', at) + 1)
    require(text.compare(at, 2, "f:") == 0, "a line begins with the document's name", text);
  boost::json::error_code error;
  (void)boost::json::parse(boost::json::serialize(to_json(report_of(refusal, ""))), error);
  require(!error, "the report is JSON", text);
}

std::string text_of(const trade::Figure& figure) {
  const std::uint64_t bits = std::bit_cast<std::uint64_t>(figure.value_usd.value_or(-1.0));
  std::string text = trade::describe(figure.key) + "|" + figure.key.source + "|" + trade::format_period(figure.period);
  for (const std::string& part :
       {std::to_string(bits), figure.value_text, figure.unit, std::string(trade::name_of(figure.status)),
        trade::format_date(figure.published), figure.reference, std::to_string(figure.line)}) {
    text += "|" + part;
  }
  return text;
}

}  // namespace

void require(bool holds, const char* claim, std::string_view with) {
  if (holds) return;
  std::fprintf(stderr, "broken claim: %s: %s\n", claim, std::string(with.substr(0, 2000)).c_str());
  std::abort();
}

bool is_clean(std::string_view text) { return !intake::first_bad_byte(text); }

bool is_read_twice(std::string_view bytes) { return std::hash<std::string_view>{}(bytes) % 8 == 0; }

intake::ReadOptions reading() {
  intake::ReadOptions options;
  options.document = "f";
  options.default_source = "test";
  options.taken_date = kTaken;
  return options;
}

void check(const intake::Fault& fault) {
  const std::string text = to_text(fault, "f");
  require(is_clean(text), "faults are UTF-8", text);
  require(text.find('\n') == std::string::npos, "a fault is a line", text);
  require(!fault.expected.empty(), "a fault says what was expected", text);
  require(fault.line >= 0 && fault.column >= 0, "places count from 1", text);
}

void check(const std::expected<intake::Document, intake::Refusal>& read) {
  if (read) {
    check_document(*read);
  } else {
    check_refusal(read.error());
  }
}

std::string text_of(const std::expected<intake::Document, intake::Refusal>& read) {
  if (!read) return to_text(read.error()) + std::to_string(read.error().more);
  std::string text = read->format + " " + std::to_string(read->duplicates) + "\n";
  for (const trade::Figure& figure : read->figures) text += text_of(figure) + "\n";
  for (const std::string& note : read->notes) text += note + "\n";
  return text;
}

}  // namespace tradewatch::fuzz
