#include "models/growth/outcome.h"

#include <algorithm>
#include <map>
#include <set>

namespace tradewatch::growth {
namespace {

// A component without figures has no key; any will do, since its series is empty.
trade::FlowKey key_of(const std::vector<trade::KeptFigure>& vintages) {
  return vintages.empty() ? trade::FlowKey{} : vintages.front().figure.key;
}

std::optional<double> total_on(const Subject& subject, const trade::MonthSpan& span, trade::Date day) {
  double usd = 0.0;
  for (const auto& vintages : subject.components) {
    const auto total = trade::total_of(trade::make_series(key_of(vintages), in_force_on(vintages, day)), span);
    if (!total) return std::nullopt;
    usd += total->value_usd;
  }
  return usd;
}

// Days on which a total could change: those on which something was published.
std::set<trade::Date> publishing_days(const Subject& subject) {
  std::set<trade::Date> days;
  for (const auto& vintages : subject.components) {
    for (const trade::KeptFigure& v : vintages) days.insert(v.figure.published);
  }
  return days;
}

}  // namespace

std::vector<trade::KeptFigure> in_force_on(std::span<const trade::KeptFigure> vintages, trade::Date day) {
  std::map<trade::MonthSpan, const trade::KeptFigure*> newest;
  for (const trade::KeptFigure& v : vintages) {
    if (v.figure.published > day) continue;
    const trade::KeptFigure*& held = newest[v.figure.period];
    const auto rank = [](const trade::KeptFigure& f) { return std::pair(f.figure.published, f.sequence); };
    if (held == nullptr || rank(*held) <= rank(v)) held = &v;
  }
  std::vector<trade::KeptFigure> out;
  for (const auto& [period, vintage] : newest) {
    if (vintage->figure.value_usd) out.push_back(*vintage);
  }
  return out;
}

std::vector<trade::Series> known_at(const Subject& subject, trade::Month origin, KnownBy known_by) {
  const trade::Date day = known_by == KnownBy::publication ? trade::last_day(origin) : trade::Date::max();
  std::vector<trade::Series> out;
  for (const auto& vintages : subject.components) {
    std::vector<trade::KeptFigure> known;
    std::ranges::copy_if(vintages, std::back_inserter(known),
                         [&](const trade::KeptFigure& v) { return v.figure.period.last <= origin; });
    out.push_back(trade::make_series(key_of(vintages), in_force_on(known, day)));
  }
  return out;
}

std::vector<OutcomeVintage> outcome_vintages(const Subject& subject, const trade::MonthSpan& span, trade::Date after) {
  std::vector<OutcomeVintage> out;
  for (const trade::Date day : publishing_days(subject)) {
    if (day <= after) continue;
    const auto usd = total_on(subject, span, day);
    if (usd && (out.empty() || out.back().usd != *usd)) out.push_back({day, *usd});
  }
  return out;
}

std::optional<double> outcome_of(std::span<const OutcomeVintage> vintages, const Truth& truth) {
  if (vintages.empty()) return std::nullopt;
  if (!truth.vintage) return vintages.back().usd;
  const auto place = static_cast<std::size_t>(*truth.vintage - 1);
  if (place >= vintages.size()) return std::nullopt;
  return vintages[place].usd;
}

std::optional<double> total_of_all(std::span<const trade::Series> series, const trade::MonthSpan& span) {
  double usd = 0.0;
  for (const trade::Series& s : series) {
    const auto total = trade::total_of(s, span);
    if (!total) return std::nullopt;
    usd += total->value_usd;
  }
  return usd;
}

}  // namespace tradewatch::growth
