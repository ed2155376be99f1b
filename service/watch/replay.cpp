#include "service/watch/replay.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "models/alerts/rule.h"
#include "service/watch/alert_steps.h"
#include "service/watch/seen_figures.h"
#include "service/watch/threads.h"

namespace tradewatch::watch {
namespace {

constexpr std::size_t kDaysAtOnce = 16;  // assessments held in memory

struct Day {
  targets::AssessmentInput input;
  targets::Assessment assessment;
};

// Of the target and of its other readings.
std::vector<targets::Component> of_every_reading(const targets::Target& target,
                                                 std::vector<targets::Component> targets::Target::* own,
                                                 std::vector<targets::Component> targets::Reading::* others) {
  std::vector<targets::Component> out = target.*own;
  for (const targets::Reading& reading : target.readings)
    out.insert(out.end(), (reading.*others).begin(), (reading.*others).end());
  return out;
}

// Puts the vintages of `components` into `part` of their day. `seen` holds rows of the store: readings share figures.
std::expected<void, storage::StoreFault> gather(storage::Store& store,
                                                const std::vector<targets::Component>& components,
                                                const storage::AsOf& as_of, std::set<std::int64_t>& seen,
                                                std::map<trade::Date, Publication>& by_date,
                                                std::vector<storage::Vintage> Publication::* part) {
  for (const targets::Component& component : components) {
    auto vintages = store.vintages(filter_of(component), as_of);
    if (!vintages) return std::unexpected(vintages.error());
    for (storage::Vintage& v : *vintages) {
      if (v.change == trade::Change::rounding || !seen.insert(v.kept.id).second) continue;
      Publication& publication = by_date[v.kept.figure.published];
      publication.date = v.kept.figure.published;
      (publication.*part).push_back(std::move(v));
    }
  }
  return {};
}

storage::AsOf by(trade::Date date, storage::AsOf as_of) {
  as_of.published = std::min(as_of.published.value_or(date), date);
  return as_of;
}

// Walks the steps in order and holds what one leaves to the next.
class Walk {
 public:
  explicit Walk(const targets::Target& target) { replay_.target = target; }

  // Figures that fell overdue before `next` are noticed on the day after the last that was allowed.
  void pass_time(trade::Date next) {
    if (replay_.steps.empty() || !last_assessment_.due) return;
    const trade::Date noticed = last_assessment_.due->due + std::chrono::days(1);
    if (noticed >= next || noticed <= replay_.steps.back().date) return;
    report::ReplayStep step = replay_.steps.back();
    step.date = noticed;
    step.figures.clear();
    step.partner_figures.clear();
    step.before = step.verdict;
    step.alerts.clear();
    notice_silence(step, last_assessment_);
    if (!step.alerts.empty()) replay_.steps.push_back(std::move(step));
  }

  void publish(Publication publication, Day day) {
    const targets::Assessment& a = day.assessment;
    report::ReplayStep step;
    step.date = publication.date;
    if (!replay_.steps.empty()) step.before = replay_.steps.back().verdict;
    step.verdict = a.verdict;
    step.reading = a.target.reading;
    if (a.likelihood && a.forecast) {  // neither unknown nor arithmetic
      step.probability = a.forecast->probability;
      step.median_usd = a.forecast->total.median_usd;
    }
    if (a.figures) step.latest_month = a.figures->latest_month;
    step.reasons = a.reasons;
    if (!publication.figures.empty() && a.verdict != targets::Verdict::unknown)
      take(step, step_alerts(a, alerts::findings_of(a), book_, {},
                             {trade::Instant(step.date), a.sequence, publication.figures}));
    notice_silence(step, a);
    step.figures = std::move(publication.figures);
    step.partner_figures = std::move(publication.partner_figures);
    replay_.steps.push_back(std::move(step));
    ++replay_.publications;
    last_assessment_ = std::move(day.assessment);
  }

  report::Replay finish() { return std::move(replay_); }

 private:
  void notice_silence(report::ReplayStep& step, const targets::Assessment& a) {
    take(step, watch::pass_time(a, book_, {}, trade::Instant(step.date)));
  }

  void take(report::ReplayStep& step, storage::AlertWrite write) {
    for (storage::AlertRow& row : write.states) {
      const auto held = std::ranges::find(book_.alerts, row.rule, &storage::AlertRow::rule);
      if (held == book_.alerts.end())
        book_.alerts.push_back(std::move(row));
      else
        *held = std::move(row);
    }
    std::ranges::move(write.transitions, std::back_inserter(step.alerts));
  }

  report::Replay replay_;
  storage::AlertBook book_;
  targets::Assessment last_assessment_;
};

}  // namespace

std::expected<std::vector<Publication>, storage::StoreFault> publications_of(storage::Store& store,
                                                                             const targets::Target& target,
                                                                             const storage::AsOf& as_of) {
  std::map<trade::Date, Publication> by_date;
  std::set<std::int64_t> seen;
  const auto own = of_every_reading(target, &targets::Target::components, &targets::Reading::components);
  const auto partner = of_every_reading(target, &targets::Target::mirror, &targets::Reading::mirror);
  if (auto read = gather(store, own, as_of, seen, by_date, &Publication::figures); !read)
    return std::unexpected(read.error());
  if (auto read = gather(store, partner, as_of, seen, by_date, &Publication::partner_figures); !read)
    return std::unexpected(read.error());
  std::vector<Publication> out;
  for (auto& [date, publication] : by_date) out.push_back(std::move(publication));
  return out;
}

std::expected<report::Replay, storage::StoreFault> replay(storage::Store& store, const targets::Target& target,
                                                          const storage::AsOf& as_of,
                                                          std::vector<Publication> publications,
                                                          const growth::PanelPrior& prior, const targets::Runner& run,
                                                          const std::function<void()>& done) {
  Walk walk(target);
  const targets::Runner alone = side_by_side(1);
  for (std::size_t from = 0; from < publications.size(); from += kDaysAtOnce) {
    std::vector<Day> days(std::min(kDaysAtOnce, publications.size() - from));
    for (std::size_t i = 0; i < days.size(); ++i) {
      auto input = see_figures(store, target, by(publications[from + i].date, as_of));
      if (!input) return std::unexpected(input.error());
      input->asked = targets::Asked::no_news;
      for (targets::AssessmentInput& other : input->readings) other.asked = targets::Asked::no_news;
      days[i].input = std::move(*input);
    }
    run(days.size(), [&](std::size_t i) {
      days[i].assessment = targets::assess(days[i].input, prior, alone);
      done();
    });
    for (std::size_t i = 0; i < days.size(); ++i) {
      walk.pass_time(publications[from + i].date);
      walk.publish(std::move(publications[from + i]), std::move(days[i]));
    }
  }
  return walk.finish();
}

}  // namespace tradewatch::watch
