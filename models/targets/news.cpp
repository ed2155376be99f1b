#include "models/targets/news.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <span>
#include <tuple>

#include "models/targets/bands.h"
#include "models/trade/revision.h"
#include "models/trade/sum_noise.h"

namespace tradewatch::targets {
namespace {

using Identity = std::pair<trade::FlowKey, trade::MonthSpan>;
using InForce = std::map<Identity, trade::KeptFigure>;  // of one component

Identity identity_of(const trade::KeptFigure& f) { return {f.figure.key, f.figure.period}; }

// One figure that is not what it was.
struct Change {
  NewsKind kind = NewsKind::release;
  std::size_t component = 0;
  Identity identity;
  std::optional<trade::KeptFigure> now;  // absent: withdrawn
  int place = -1;                        // of `now`, in ComponentSeries::used
  std::optional<trade::Date> published;
};

InForce in_force(const std::vector<trade::KeptFigure>& figures) {
  InForce out;
  for (const trade::KeptFigure& f : figures) out.insert_or_assign(identity_of(f), f);
  return out;
}

// Revisions, then releases, each by publication, then by months; when they were taken plays no part. What only rounds
// otherwise, or says the same again, is left out.
std::vector<Change> changes_between(const BeforeRelease& before, const std::vector<InForce>& then,
                                    const ComponentSeries& now) {
  std::vector<Change> out;
  for (std::size_t c = 0; c < now.used.size(); ++c) {
    std::map<Identity, int> held;
    for (std::size_t i = 0; i < now.used[c].size(); ++i) {
      const trade::KeptFigure& f = now.used[c][i];
      held.emplace(identity_of(f), static_cast<int>(i));
      const auto old = then[c].find(identity_of(f));
      const auto change = trade::classify(old == then[c].end() ? nullptr : &old->second.figure, f.figure);
      if (change == trade::Change::duplicate || change == trade::Change::rounding) continue;
      out.push_back({change == trade::Change::first ? NewsKind::release : NewsKind::revision, c, identity_of(f), f,
                     static_cast<int>(i), f.figure.published});
    }
    for (const auto& [identity, f] : then[c]) {
      if (held.contains(identity)) continue;
      Change gone{NewsKind::revision, c, identity, {}, -1, {}};
      const auto vintage = std::ranges::find(before.withdrawn, identity, identity_of);
      if (vintage != before.withdrawn.end()) gone.published = vintage->figure.published;
      out.push_back(std::move(gone));
    }
  }
  std::ranges::sort(out, [](const Change& a, const Change& b) {
    return std::tie(a.kind, a.published, a.identity.second, a.component) <
           std::tie(b.kind, b.published, b.identity.second, b.component);
  });
  return out;
}

using Group = std::span<const Change>;  // what enters together; one figure, but for the first group of a long list

void add_groups(Group changes, std::size_t lines, std::vector<Group>& out) {
  if (changes.empty()) return;
  const std::size_t together = changes.size() > lines ? changes.size() - lines + 1 : 1;
  out.push_back(changes.first(together));
  for (std::size_t i = together; i < changes.size(); ++i) out.push_back(changes.subspan(i, 1));
}

// Both kinds share the lines: each has half of them, and what the other does not need.
std::vector<Group> groups_of(const std::vector<Change>& changes) {
  const auto first_release = std::ranges::find(changes, NewsKind::release, &Change::kind) - changes.begin();
  const Group revisions = Group(changes).first(static_cast<std::size_t>(first_release));
  const Group releases = Group(changes).subspan(static_cast<std::size_t>(first_release));
  const std::size_t half = kNewsLines / 2;
  const std::size_t for_revisions =
      std::min(revisions.size(), std::max(half, kNewsLines - std::min(kNewsLines, releases.size())));
  std::vector<Group> out;
  add_groups(revisions, for_revisions, out);
  add_groups(releases, kNewsLines - for_revisions, out);
  return out;
}

// The series of each component after so many groups, and the step that made each of them what it is.
struct Step {
  std::vector<trade::Series> series;
  std::vector<std::size_t> made;
};

// The series of each component before the first group, then after each.
std::vector<Step> series_step_by_step(const BeforeRelease& before, const EarlierForecast& earlier,
                                      std::vector<InForce> figures, const std::vector<Group>& groups) {
  const std::size_t components = earlier.figures.series.size();
  std::vector<Step> steps = {{earlier.figures.series, std::vector<std::size_t>(components)}};
  for (const Group& group : groups) {
    Step next = steps.back();
    std::vector<bool> touched(components);
    for (const Change& change : group) {
      touched[change.component] = true;
      if (change.now) {
        figures[change.component].insert_or_assign(change.identity, *change.now);
      } else {
        figures[change.component].erase(change.identity);
      }
    }
    for (std::size_t c = 0; c < components; ++c) {
      if (!touched[c]) continue;
      std::vector<trade::KeptFigure> all;
      for (const auto& [identity, f] : figures[c]) all.push_back(f);
      next.series[c] = trade::make_series(next.series[c].key, all);
      trade::put_noise(next.series[c], all, before.components[c].revision_noise);
      next.made[c] = steps.size();
    }
    steps.push_back(std::move(next));
  }
  return steps;
}

// What the window comes to after each step; nothing where a component has no figure. A component is drawn once for all
// the steps in which it stays as it is.
std::vector<std::optional<WindowOutcome>> outcomes_of(const Target& target, const std::vector<Step>& steps,
                                                      const growth::ForecastRequest& request,
                                                      const growth::PanelPrior& prior, const Runner& run) {
  const auto asked = [&](std::size_t k) {
    growth::ForecastRequest step = request;
    step.components = steps[k].series;
    return step;
  };
  std::vector<growth::DrawnComponents> drawn(steps.size(), growth::DrawnComponents(request.components.size()));
  run(steps.size(), [&](std::size_t k) {
    for (std::size_t c = 0; c < steps[k].made.size(); ++c)
      if (steps[k].made[c] == k) drawn[k][c] = growth::draw_component(asked(k), c, prior).value_or(nullptr);
  });
  std::vector<std::optional<WindowOutcome>> outcomes(steps.size());
  run(steps.size(), [&](std::size_t k) {
    growth::DrawnComponents components;
    for (std::size_t c = 0; c < steps[k].made.size(); ++c) components.push_back(drawn[steps[k].made[c]][c]);
    const auto forecast = growth::forecast_target(asked(k), prior, components);
    if (forecast) outcomes[k] = outcome_of(target, forecast->total);
  });
  return outcomes;
}

std::string name_of_group(Group group) {
  const Change& first = group.front();
  if (group.size() == 1)
    return trade::describe(first.identity.first) + " " + trade::format_period(first.identity.second);
  trade::MonthSpan months = first.identity.second;
  bool one_series = true;
  for (const Change& change : group) {
    months = {std::min(months.first, change.identity.second.first), std::max(months.last, change.identity.second.last)};
    one_series = one_series && change.identity.first == first.identity.first;
  }
  return (one_series ? trade::describe(first.identity.first) + ", " : std::string()) + std::to_string(group.size()) +
         " figures, " + trade::format_period(months);
}

NewsLine line_of(Group group) {
  NewsLine line;
  line.kind = group.front().kind;
  line.figure = name_of_group(group);
  for (const Change& change : group) {
    line.published = std::max(line.published, change.published);
    line.withdrawn = line.withdrawn || !change.now;
    if (change.now) line.figures.push_back({change.component, change.place});
  }
  return line;
}

std::int64_t whole(double usd) { return std::llround(usd); }
std::int64_t millionths(double probability) { return std::llround(1e6 * probability); }

void tell_effect(NewsLine& line, std::int64_t usd, std::int64_t millionth) {
  line.effect_on_median_usd = usd;
  line.effect_on_probability = static_cast<double>(millionth) / 1e6;
}

}  // namespace

std::string_view name_of(NewsKind kind) {
  switch (kind) {
    case NewsKind::revision:
      return "revision";
    case NewsKind::release:
      return "release";
    case NewsKind::re_estimation:
      return "re-estimation";
  }
  return {};
}

WindowOutcome outcome_of(const Target& target, const growth::Paths& total) {
  Eigen::ArrayXd totals = growth::totals(total, target.window);
  const double probability = share_reaching(totals, target.amount_usd);
  return {growth::quantile(totals, 0.5), probability};
}

std::optional<EarlierForecast> forecast_before(const Target& target, const BeforeRelease& before,
                                               const growth::PanelPrior& prior, int paths,
                                               const growth::DrawTapes& tapes) {
  ComponentSeries figures = series_of(before.components);
  if (!figures.obstacles.empty() || !figures.complete() || !too_little(target, figures.series).empty()) {
    return std::nullopt;
  }
  growth::ForecastRequest request = window_request(target, figures.series, paths);
  request.tapes = tapes;
  auto forecast = growth::forecast_target(request, prior);
  if (!forecast) return std::nullopt;
  return EarlierForecast{std::move(figures), std::move(*forecast)};
}

News news_of(const Target& target, const BeforeRelease& before, const EarlierForecast& earlier,
             const ComponentSeries& now, const WindowOutcome& headline, const growth::PanelPrior& prior,
             const Runner& run) {
  std::vector<InForce> then;
  for (const auto& figures : earlier.figures.used) then.push_back(in_force(figures));
  const bool same_series =
      std::ranges::equal(earlier.figures.series, now.series, {}, &trade::Series::key, &trade::Series::key);
  const std::vector<Change> changes = same_series ? changes_between(before, then, now) : std::vector<Change>();
  const std::vector<Group> groups = groups_of(changes);
  const auto steps = series_step_by_step(before, earlier, std::move(then), groups);

  growth::ForecastRequest request = window_request(target, now.series, kNewsPaths);
  request.months.first = std::min(request.months.first, earlier.forecast.total.first);
  request.frozen = earlier.forecast.frozen;
  request.tapes = growth::record_draws(request);
  std::vector<std::optional<WindowOutcome>> outcomes = outcomes_of(target, steps, request, prior, run);

  const WindowOutcome start = outcome_of(target, earlier.forecast.total);
  News news{before.release,    whole(start.median_usd), whole(headline.median_usd),
            start.probability, headline.probability,    {}};
  std::int64_t usd_left = news.median_after_usd - news.median_before_usd;
  std::int64_t millionths_left = millionths(headline.probability) - millionths(start.probability);
  for (std::size_t k = 0; k < groups.size(); ++k) {
    NewsLine line = line_of(groups[k]);
    if (!outcomes[k + 1]) outcomes[k + 1] = outcomes[k];  // a component without a figure: nothing to forecast from
    if (outcomes[k] && outcomes[k + 1]) {
      tell_effect(line, whole(outcomes[k + 1]->median_usd) - whole(outcomes[k]->median_usd),
                  millionths(outcomes[k + 1]->probability) - millionths(outcomes[k]->probability));
    }
    usd_left -= line.effect_on_median_usd;
    millionths_left -= millionths(line.effect_on_probability);
    news.lines.push_back(std::move(line));
  }
  NewsLine rest;
  rest.kind = NewsKind::re_estimation;
  tell_effect(rest, usd_left, millionths_left);
  news.lines.push_back(std::move(rest));
  return news;
}

}  // namespace tradewatch::targets
