#include "service/intake/figure_collector.h"

#include <cmath>
#include <utility>

#include "models/trade/figure_checks.h"
#include "service/intake/check_words.h"
#include "service/intake/conversion.h"
#include "service/intake/foreign_amount.h"
#include "service/intake/foreign_period.h"
#include "service/intake/limits.h"
#include "service/intake/shown_text.h"

namespace tradewatch::intake {
namespace {

std::string rows_text(std::size_t rows) { return std::to_string(rows) + (rows == 1 ? " row" : " rows"); }

// A sum in words that a reader can hold against the document.
std::string dollars(double usd) {
  std::string digits = std::to_string(std::llround(usd));
  for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, ",");
  return digits + " USD";
}

}  // namespace

FigureCollector::FigureCollector(const ReadOptions& options, std::string format, const std::string& source,
                                 trade::CodeList list)
    : options_(options), source_(options.default_source.empty() ? source : options.default_source), list_(list) {
  document_.format = std::move(format);
}

void FigureCollector::leave_out(const std::string& reason, std::size_t rows) { left_out_[reason] += rows; }

void FigureCollector::note(std::string text) { document_.notes.push_back(std::move(text)); }

void FigureCollector::fault(Fault fault) { faults_.add(std::move(fault)); }

void FigureCollector::fault(const Place& place, std::string column_name, std::string_view found, std::string expected,
                            std::string hint) {
  faults_.add({place.line, place.column, std::move(column_name), shown(found), std::move(expected), std::move(hint),
               place.place});
}

const trade::Partner& FigureCollector::partner(std::string_view text) {
  const auto [found, is_new] = partners_.try_emplace(std::string(text));
  if (is_new) found->second = faults_.is_full() ? trade::known_partner(text, list_) : trade::find_partner(text, list_);
  return found->second;
}

std::optional<trade::Country> FigureCollector::reporter(const ForeignRow& row, const Place& place) {
  const trade::Partner& who = partner(row.reporter);
  if (!who.group.empty()) {
    leave_out("reported by a group, " + who.group);
  } else if (!who.country) {
    const std::string nearest = listed(who.nearest);
    fault(place, "reporter", row.reporter, "a country", nearest.empty() ? "" : "nearest: " + nearest);
  }
  return who.country;
}

bool FigureCollector::read_key(const ForeignRow& row, const Place& place, trade::Figure& figure) {
  bool good = true;
  figure.key.source = source_;
  figure.key.valuation = row.valuation;
  figure.key.basis = row.basis;
  if (!row.commodity.empty()) figure.key.commodity = row.commodity;
  if (const auto flow = trade::parse_flow(row.flow)) {
    figure.key.flow = *flow;
  } else {
    fault(place, "flow", row.flow, "an export, import, re-export, re-import or two-way flow", odd_character(row.flow));
    good = false;
  }
  if (const auto span = parse_foreign_period(row.period)) {
    figure.period = *span;
  } else {
    fault(place, "period", row.period, span.error().expected, span.error().hint);
    good = false;
  }
  figure.status = row.status;
  figure.published = options_.default_published.value_or(row.published.value_or(options_.taken_date));
  figure.published_stated = options_.default_published ? true : row.published && row.published_stated;
  figure.reference = row.reference.empty() ? place.place : std::string(row.reference);
  figure.line = place.line;
  return good;
}

void FigureCollector::add(const ForeignRow& row, const Place& place) {
  const auto who = reporter(row, place);
  if (!who) return;
  const trade::Partner& with = partner(row.partner);
  if (!with.group.empty()) {
    const auto amount = parse_foreign_amount(row.value, 0);
    if (!amount || amount->value) ++groups_[with.group];  // an empty cell of a group is nobody's loss
    return;
  }
  if (with.country && *with.country == *who) return leave_out("partner and reporter are the same");
  trade::Figure figure;
  if (!read_key(row, place, figure)) return;
  figure.key.reporter = *who;
  if (with.country) figure.key.partner = *with.country;
  add_value(row, place, std::move(figure), with);
}

void FigureCollector::add_value(const ForeignRow& row, const Place& place, trade::Figure figure,
                                const trade::Partner& with) {
  const auto unit = parse_unit(row.unit);
  if (!unit) return fault(place, "unit", row.unit, unit.error().expected, unit.error().hint);
  const auto amount = parse_foreign_amount(row.value, unit->exponent + row.exponent, unit->most());
  if (!amount) return fault(place, "value", row.value, amount.error().expected, amount.error().hint);
  if (!amount->value) {
    ++absent_[row.confidential ? "confidential" : amount->cause];
    return;
  }
  const auto usd = to_usd(*amount->value, *unit, figure.period, options_.rates);
  if (!usd) return fault(place, "unit", row.unit, usd.error().expected, usd.error().hint);
  if (!with.country) {
    Unknown& unknown = unknown_[std::string(row.partner)];
    ++unknown.rows;
    unknown.sum_usd += *usd;
    unknown.name = row.partner_name;
    return;
  }
  if (document_.figures.size() >= kMaxRows) {
    if (document_.figures.size() == kMaxRows && faults_.empty()) {
      const std::string limit = std::to_string(kMaxRows);
      fault(place, "", "more than " + limit + " figures", "at most " + limit + " figures", "split the document");
    }
    return;
  }
  figure.value_usd = *usd;
  figure.value_text = amount->text;
  figure.unit = row.unit;
  if (row.exponent != 0) figure.unit += " x 10^" + std::to_string(row.exponent);
  if (amount->status != trade::Status::final) figure.status = amount->status;
  document_.figures.push_back(std::move(figure));
  places_.push_back(place);
}

void FigureCollector::add_check_faults() {
  const auto checks = trade::check_figures(document_.figures, options_.taken_date);
  document_.duplicates = checks.duplicates;
  for (const trade::FigureFault& bad : checks.faults) {
    const auto at = static_cast<std::size_t>(bad.figure);
    std::string other_place;
    if (bad.other >= 0) other_place = places_[static_cast<std::size_t>(bad.other)].place;
    CheckWords words = words_for(bad, document_.figures, options_.taken_date, other_place);
    faults_.add({places_[at].line, places_[at].column, std::string(name_of(words.column)), std::move(words.found),
                 std::move(words.expected), std::move(words.hint), places_[at].place});
  }
}

void FigureCollector::add_notes() {
  auto& notes = document_.notes;
  for (const auto& [reason, rows] : left_out_) notes.push_back("left out: " + reason + " (" + rows_text(rows) + ")");
  if (!groups_.empty()) {
    std::size_t rows = 0;
    std::vector<std::string> names;
    for (const auto& [name, count] : groups_) {
      rows += count;
      names.push_back(name);
    }
    notes.push_back("left out: totals and groups (" + rows_text(rows) + "): " + listed(names));
  }
  for (const auto& [code, unknown] : unknown_) {
    const std::string name = unknown.name.empty() ? "" : " (" + shown(unknown.name) + ")";
    const std::string nearest = listed(partner(code).nearest);
    notes.push_back("left out: unknown partner " + shown(code) + name + ", " + rows_text(unknown.rows) + ", " +
                    dollars(unknown.sum_usd) + (nearest.empty() ? "" : "; nearest: " + nearest));
  }
  for (const auto& [cause, cells] : absent_) notes.push_back("absent: " + rows_text(cells) + ", " + cause);
}

std::expected<Document, Refusal> FigureCollector::finish() && {
  add_check_faults();
  if (!faults_.empty()) return std::unexpected(std::move(faults_).refusal(options_.document));
  if (document_.figures.empty()) note("holds no figures: nothing is stored, and the source does not count as fresh");
  add_notes();
  return std::move(document_);
}

}  // namespace tradewatch::intake
