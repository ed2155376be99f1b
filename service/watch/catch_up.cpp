#include "service/watch/catch_up.h"

#include <algorithm>
#include <boost/json.hpp>

#include "models/alerts/rule.h"
#include "models/targets/readings.h"
#include "service/report/assessment_json.h"
#include "service/settings/assessment_digest.h"
#include "service/watch/alert_steps.h"
#include "service/watch/releases.h"
#include "service/watch/seen_figures.h"
#include "service/watch/threads.h"
#include "service/watch/uncounted.h"

namespace tradewatch::watch {
namespace {

constexpr std::size_t kSeenAtOnce = 32;  // targets whose figures are in memory together

// When the verdict that `last` holds began, if the new one is the same.
std::optional<trade::Instant> since_of(const std::optional<storage::AssessmentRow>& last, targets::Verdict verdict) {
  if (!last || last->verdict != targets::name_of(verdict)) return std::nullopt;
  boost::system::error_code failed;
  const boost::json::value parsed = boost::json::parse(last->json, failed);
  if (failed || !parsed.is_object()) return last->at;
  const auto* since = parsed.as_object().if_contains("since");
  if (since == nullptr || !since->is_string()) return last->at;
  return trade::parse_instant(std::string_view(since->as_string())).value_or(last->at);
}

struct Context {
  storage::Store& store;
  const settings::Settings& settings;
  const targets::Target& target;
  const growth::PanelPrior& prior;
  const targets::Runner& run;
  trade::Instant now;
  const Assess& assess;
  std::string digest;
};

// The first revised figure of a release that turned the verdict; nothing where it stayed, or nothing was revised.
std::optional<wording::VerdictRevision> verdict_revision(const std::optional<storage::AssessmentRow>& last,
                                                         targets::Verdict verdict, const Release& release) {
  if (!last || last->verdict == targets::name_of(verdict)) return std::nullopt;
  const auto before = targets::parse_verdict(last->verdict);
  const auto revised = std::ranges::find_if(release.changed, [](const storage::Vintage& v) {
    return v.change == trade::Change::revision || v.change == trade::Change::withdrawal;
  });
  if (!before || revised == release.changed.end()) return std::nullopt;
  const trade::Figure& figure = revised->kept.figure;
  return wording::VerdictRevision{*before, trade::describe(figure.key) + " " + trade::format_period(figure.period)};
}

// What a document says to alerts: all rules where it is a release, and of the partner's figures that they differ.
std::vector<alerts::Finding> findings_for(const targets::Assessment& a, const Release& release, bool steps) {
  if (steps) return alerts::findings_of(a);
  if (release.published || a.verdict == targets::Verdict::unknown) return {};
  auto mirror = alerts::mirror_finding(a);
  if (!mirror || mirror->stand != alerts::Stand::holds) return {};
  return {std::move(*mirror)};
}

void add_noises(const targets::AssessmentInput& input, std::vector<trade::RevisionNoise>& out) {
  for (const targets::ComponentFigures& c : input.components) out.push_back(c.revision_noise);
  if (input.before) {
    for (const targets::ComponentFigures& c : input.before->components) out.push_back(c.revision_noise);
  }
  for (const targets::AssessmentInput& reading : input.readings) add_noises(reading, out);
}

std::vector<trade::RevisionNoise> noises_of(const targets::AssessmentInput& input) {
  std::vector<trade::RevisionNoise> out;
  add_noises(input, out);
  return out;
}

bool is_same(const std::optional<storage::AssessmentRow>& a, const std::optional<storage::AssessmentRow>& b) {
  if (!a || !b) return !a && !b;
  return a->sequence == b->sequence && a->settings_digest == b->settings_digest && a->at == b->at;
}

// see -> forecast -> assess -> alert -> queue, for one release after `last`, when the store's newest assessment is
// `stored`. Nothing when somebody was quicker with this target.
std::expected<std::optional<Newest>, storage::StoreFault> take_release(const Context& context, const Release& release,
                                                                       std::optional<storage::AssessmentRow>& last,
                                                                       std::optional<storage::AssessmentRow>& stored,
                                                                       int& written) {
  auto input = see_figures(context.store, context.target, {.sequence = release.sequence});
  if (!input) return std::unexpected(input.error());
  Newest newest{context.assess(*input, context.prior, context.run), context.digest, release.sequence,
                noises_of(*input)};
  const targets::Assessment& a = newest.assessment;
  const bool newer = release.published && (!last || !last->release || *release.published > *last->release);
  const bool steps = newer && a.verdict != targets::Verdict::unknown;
  const report::Standing standing{since_of(last, a.verdict).value_or(context.now), {}};
  storage::AssessmentRow row{context.target.id,
                             release.sequence,
                             context.digest,
                             context.now,
                             boost::json::serialize(report::assessment_json(a, standing)),
                             std::string(targets::name_of(a.verdict)),
                             a.forecast ? std::optional(a.forecast->probability) : std::nullopt,
                             last ? last->release : std::nullopt};
  if (steps) row.release = release.published;
  const std::vector<alerts::Finding> findings = findings_for(a, release, steps);
  const Moment moment{context.now, release.sequence, release.changed, verdict_revision(last, a.verdict, release)};
  // Time may take an alert further between the reading of the book and the writing; then the step is made again.
  for (auto result = storage::WriteResult::alerts_moved; result == storage::WriteResult::alerts_moved;) {
    const auto book = context.store.alert_book(context.target.id);
    if (!book) return std::unexpected(book.error());
    // After the book: an assessment that is not seen here turns its page, so that the write does not fit any more.
    const auto found = context.store.last_assessment(context.target.id, std::nullopt);
    if (!found) return std::unexpected(found.error());
    if (!is_same(*found, stored)) return std::nullopt;
    const auto wrote =
        context.store.write_assessment({row, step_alerts(a, findings, *book, context.settings.receivers, moment)});
    if (!wrote) return std::unexpected(wrote.error());
    result = *wrote;
    if (result != storage::WriteResult::written) continue;
    ++written;
    stored = row;
  }
  last = std::move(row);
  return newest;
}

// What is known already, where the target's own figures are as they were, and what their sources have revised too.
std::expected<std::shared_ptr<const Newest>, storage::StoreFault> as_things_stand(
    const Context& context, const std::optional<storage::AssessmentRow>& last,
    const std::shared_ptr<const Newest>& known) {
  auto input = see_figures(context.store, context.target, {});
  if (!input) return std::unexpected(input.error());
  std::vector<trade::RevisionNoise> noises = noises_of(*input);
  const std::int64_t sequence = last ? last->sequence : 0;
  if (known && known->sequence == sequence && known->settings_digest == context.digest && known->noises == noises) {
    return known;
  }
  return std::make_shared<const Newest>(
      Newest{context.assess(*input, context.prior, context.run), context.digest, sequence, std::move(noises)});
}

// What the store knows of a target, before it is judged.
struct Seen {
  targets::AssessmentInput input;
  std::optional<storage::AssessmentRow> last;  // this and the alerts: of now alone
  std::vector<storage::AlertRow> alerts;
};

std::expected<Seen, storage::StoreFault> see(storage::Store& store, const targets::Target& target,
                                             const storage::AsOf& as_of) {
  auto input = see_figures(store, target, as_of);
  if (!input) return std::unexpected(input.error());
  Seen seen{std::move(*input), {}, {}};
  if (as_of.sequence || as_of.taken || as_of.published) return seen;
  auto last = store.last_assessment(target.id, std::nullopt);
  if (!last) return std::unexpected(last.error());
  auto alerts = store.alerts(target.id);
  if (!alerts) return std::unexpected(alerts.error());
  seen.last = std::move(*last);
  seen.alerts = std::move(*alerts);
  return seen;
}

Looked judged(Seen seen, const growth::PanelPrior& prior, const targets::Runner& run) {
  Looked looked;
  looked.assessment = targets::assess(seen.input, prior, run);
  looked.since = since_of(seen.last, looked.assessment.verdict);
  looked.alerts = std::move(seen.alerts);
  if (seen.last && seen.last->sequence >= looked.assessment.sequence)
    looked.uncounted = uncounted(looked.assessment, looked.alerts);
  return looked;
}

// A target that was never assessed starts with as many releases as an alert needs to fire.
void start_late(std::vector<Release>& releases, int persist) {
  auto counted = std::ranges::count_if(releases, [](const Release& r) { return r.published.has_value(); });
  std::erase_if(releases, [&](const Release& r) {
    const bool drop = counted > persist;
    if (r.published) --counted;
    return drop;
  });
}

// What is left to be done, or known where nothing is. False when somebody was quicker: then the store says anew what is
// left.
std::expected<bool, storage::StoreFault> take_what_is_new(const Context& context,
                                                          const std::shared_ptr<const Newest>& known,
                                                          const std::stop_token& stop, CaughtUp& done) {
  storage::Store& store = context.store;
  const targets::Target& target = context.target;
  done.newest = nullptr;
  auto last = store.last_assessment(target.id, std::nullopt);
  if (!last) return std::unexpected(last.error());
  auto releases = releases_after(store, target, *last ? (*last)->sequence : 0);
  if (!releases) return std::unexpected(releases.error());
  if (!*last) start_late(*releases, target.alert.persist);

  // Other settings, or a target without a single figure: assessed as things stand, without a step.
  const bool unseen = !*last || (*last)->settings_digest != context.digest;
  if (releases->empty() && unseen) {
    const auto sequence = store.sequence();
    if (!sequence) return std::unexpected(sequence.error());
    releases->push_back({*sequence, std::nullopt, {}});
  }
  std::optional<storage::AssessmentRow> stored = *last;
  for (const Release& release : *releases) {
    if (stop.stop_requested()) {
      done.newest = nullptr;
      return true;
    }
    auto newest = take_release(context, release, *last, stored, done.assessments);
    if (!newest) return std::unexpected(newest.error());
    if (!*newest) return false;
    done.newest = std::make_shared<const Newest>(std::move(**newest));
  }
  if (!done.newest) {
    auto newest = as_things_stand(context, *last, known);
    if (!newest) return std::unexpected(newest.error());
    done.newest = std::move(*newest);
  }
  done.since = since_of(*last, done.newest->assessment.verdict);
  return true;
}

}  // namespace

std::expected<CaughtUp, storage::StoreFault> catch_up(storage::Store& store, const settings::Settings& settings,
                                                      const targets::Target& target, const growth::PanelPrior& prior,
                                                      const targets::Runner& run, trade::Instant now,
                                                      const std::shared_ptr<const Newest>& known, const Assess& assess,
                                                      const std::stop_token& stop, Overtaken overtaken) {
  const Context context{store, settings, target, prior, run, now, assess, settings::assessment_digest(target)};
  CaughtUp done;
  for (;;) {
    const auto whole = take_what_is_new(context, known, stop, done);
    if (!whole) return std::unexpected(whole.error());
    if (*whole) return done;
    if (overtaken == Overtaken::begin_again) continue;
    done.newest = nullptr;
    done.gave_way = true;
    return done;
  }
}

std::expected<bool, storage::StoreFault> is_caught_up(storage::Store& store, const targets::Target& target) {
  const auto last = store.last_assessment(target.id, std::nullopt);
  if (!last) return std::unexpected(last.error());
  if (!*last || (*last)->settings_digest != settings::assessment_digest(target)) return false;
  const auto releases = releases_after(store, target, (*last)->sequence);
  if (!releases) return std::unexpected(releases.error());
  return releases->empty();
}

std::expected<bool, storage::StoreFault> let_time_pass(storage::Store& store, const settings::Settings& settings,
                                                       const targets::Assessment& newest, trade::Instant now,
                                                       std::optional<std::int64_t> sequence) {
  const auto book = store.alert_book(newest.target.id);
  if (!book) return std::unexpected(book.error());
  if (sequence) {
    const auto last = store.last_assessment(newest.target.id, std::nullopt);
    if (!last) return std::unexpected(last.error());
    if (*last && (*last)->sequence > *sequence) return false;
  }
  const storage::AlertWrite write = pass_time(newest, *book, settings.receivers, now);
  if (write.empty()) return false;
  const auto result = store.write_alerts(write);
  if (!result) return std::unexpected(result.error());
  return *result ==
         storage::WriteResult::written;  // otherwise somebody else was faster: the next call sees what is left
}

std::expected<Looked, storage::StoreFault> look(storage::Store& store, const targets::Target& target,
                                                const storage::AsOf& as_of, const growth::PanelPrior& prior,
                                                const targets::Runner& run, std::string_view in_full) {
  auto seen = see(store, target, as_of);
  if (!seen) return std::unexpected(seen.error());
  const auto is_it = [&](const targets::AssessmentInput& i) { return targets::reading_name(i.target) == in_full; };
  seen->input.in_full = is_it(seen->input);
  for (targets::AssessmentInput& reading : seen->input.readings) reading.in_full = is_it(reading);
  return judged(std::move(*seen), prior, run);
}

std::expected<std::vector<Looked>, storage::StoreFault> look_at_all(storage::Store& store,
                                                                    std::span<const targets::Target> targets,
                                                                    const storage::AsOf& as_of,
                                                                    const growth::PanelPrior& prior,
                                                                    const targets::Runner& run) {
  std::vector<Looked> all(targets.size());
  const targets::Runner within = targets.size() == 1 ? run : side_by_side(1);
  for (std::size_t begin = 0; begin < targets.size(); begin += kSeenAtOnce) {
    std::vector<Seen> seen;
    for (const targets::Target& target : targets.subspan(begin, std::min(kSeenAtOnce, targets.size() - begin))) {
      auto one = see(store, target, as_of);
      if (!one) return std::unexpected(one.error());
      seen.push_back(std::move(*one));
    }
    run(seen.size(), [&](std::size_t k) { all[begin + k] = judged(std::move(seen[k]), prior, within); });
  }
  return all;
}

}  // namespace tradewatch::watch
