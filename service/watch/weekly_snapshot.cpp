#include "service/watch/weekly_snapshot.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "models/alerts/rule.h"
#include "service/delivery/receivers.h"
#include "service/watch/seen_figures.h"

namespace tradewatch::watch {
namespace {

using report::TargetWeek;
using storage::StoreFault;

bool stands(const storage::AlertRow& alert) { return alert.state != "inactive" && alert.state != "resolved"; }

// Every component that bears on the target, those of its readings and of the partner's side too, each once.
std::vector<targets::Component> components_of(const targets::Target& target) {
  std::map<std::string, targets::Component> by_name;
  const auto add = [&](const std::vector<targets::Component>& components) {
    for (const targets::Component& c : components) by_name.emplace(targets::describe(c), c);
  };
  add(target.components);
  add(target.mirror);
  for (const targets::Reading& reading : target.readings) {
    add(reading.components);
    add(reading.mirror);
  }
  std::vector<targets::Component> out;
  for (auto& [name, component] : by_name) out.push_back(std::move(component));
  return out;
}

std::expected<std::vector<storage::Vintage>, StoreFault> came_in(storage::Store& store, const targets::Target& target,
                                                                 const WeekBounds& bounds) {
  std::vector<storage::Vintage> out;
  for (const targets::Component& component : components_of(target)) {
    auto vintages = store.vintages(filter_of(component), {.taken = bounds.end});
    if (!vintages) return std::unexpected(vintages.error());
    for (storage::Vintage& v : *vintages) {
      if (v.kept.taken > bounds.begin) out.push_back(std::move(v));
    }
  }
  std::ranges::stable_sort(out, [](const storage::Vintage& a, const storage::Vintage& b) {
    const trade::Figure& f = a.kept.figure;
    const trade::Figure& g = b.kept.figure;
    return std::tuple(g.published, g.period.last) < std::tuple(f.published, f.period.last);
  });
  return out;
}

std::expected<report::Before, StoreFault> before_of(storage::Store& store, const targets::Target& target,
                                                    const WeekBounds& bounds, const growth::PanelPrior& prior,
                                                    const targets::Runner& run) {
  auto input = see_figures(store, target, {.taken = bounds.begin});
  if (!input) return std::unexpected(input.error());
  input->asked = targets::Asked::verdict_alone;
  for (targets::AssessmentInput& reading : input->readings) reading.asked = targets::Asked::verdict_alone;
  const targets::Assessment a = targets::assess(*input, prior, run);
  return report::Before{a.verdict, a.provisional, a.forecast ? std::optional(a.forecast->probability) : std::nullopt};
}

std::expected<TargetWeek, StoreFault> week_of(storage::Store& store, const targets::Target& target,
                                              const WeekBounds& bounds, const growth::PanelPrior& prior,
                                              const targets::Runner& run) {
  TargetWeek week;
  auto figures = came_in(store, target, bounds);
  if (!figures) return std::unexpected(figures.error());
  week.came_in = std::move(*figures);
  const auto input = see_figures_since(store, target, bounds.end, bounds.begin);
  if (!input) return std::unexpected(input.error());
  week.assessment = targets::assess(*input, prior, run);
  if (week.came_in.empty()) return week;
  auto before = before_of(store, target, bounds, prior, run);
  if (!before) return std::unexpected(before.error());
  week.before = *before;
  return week;
}

StoreFault stopped(const storage::Store& store) {
  return {store.where(), "the weekly report was given up, since the program ends", "time to finish it",
          "nothing: it is made when the program runs again"};
}

// The most urgent first; equally urgent ones by probability, then as the settings have them.
void sort_by_urgency(std::vector<TargetWeek>& weeks) {
  const auto rank = [](const TargetWeek& week) {
    const targets::Assessment& a = week.assessment;
    return std::pair(targets::urgency(a.verdict), a.forecast ? a.forecast->probability : 0.0);
  };
  std::ranges::stable_sort(weeks, {}, rank);
}

}  // namespace

WeekBounds bounds_of(trade::IsoWeek week, const runtime::TimeZone& zone, trade::Instant now) {
  WeekBounds bounds;
  bounds.monday = trade::monday_of(week);
  bounds.sunday = bounds.monday + std::chrono::days(6);
  bounds.begin = zone.end_of(bounds.monday - std::chrono::days(1));
  bounds.end = zone.end_of(bounds.sunday);
  bounds.over = now > bounds.end;
  if (!bounds.over) bounds.end = now;
  return bounds;
}

trade::IsoWeek last_week(const runtime::TimeZone& zone, trade::Instant now) {
  return trade::iso_week_of(zone.day_of(now) - std::chrono::days(7));
}

std::expected<report::WeeklySnapshot, StoreFault> weekly_snapshot(
    storage::Store& store, const settings::Settings& settings, trade::IsoWeek week, const runtime::TimeZone& zone,
    trade::Instant now, const growth::PanelPrior& prior, const targets::Runner& run, const std::stop_token& stop) {
  const WeekBounds bounds = bounds_of(week, zone, now);
  report::WeeklySnapshot snapshot{week, bounds.monday, bounds.sunday, zone, bounds.begin, bounds.end, bounds.over, {}};
  for (const targets::Target& target : settings.targets) {
    if (stop.stop_requested()) return std::unexpected(stopped(store));
    auto told = week_of(store, target, bounds, prior, run);
    if (!told) return std::unexpected(told.error());
    snapshot.targets.push_back(std::move(*told));
  }
  auto alerts = store.alerts_at(bounds.end);
  if (!alerts) return std::unexpected(alerts.error());
  const auto transitions = store.transitions_between(bounds.begin, bounds.end);
  if (!transitions) return std::unexpected(transitions.error());
  for (TargetWeek& told : snapshot.targets) {
    const std::string& id = told.assessment.target.id;
    for (storage::AlertRow& alert : *alerts) {
      if (alert.target != id || !stands(alert)) continue;
      const auto rule = alerts::parse_rule(alert.rule);
      if (rule) alert.severity = alerts::severity_of(*rule);
      told.alerts.push_back(std::move(alert));
    }
    std::ranges::stable_sort(told.alerts, std::greater{},
                             [](const storage::AlertRow& a) { return delivery::severity_rank(a.severity); });
    for (const storage::TransitionRow& t : *transitions) {
      if (t.target == id) told.transitions.push_back(t);
    }
  }
  sort_by_urgency(snapshot.targets);
  return snapshot;
}

}  // namespace tradewatch::watch
