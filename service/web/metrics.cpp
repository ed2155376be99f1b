#include "service/web/metrics.h"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <array>
#include <map>
#include <mutex>
#include <utility>
#include <vector>

namespace tradewatch::web {

namespace {

constexpr std::array<std::string_view, 6> kVerdicts = {"achieved",  "on_track", "at_risk",
                                                       "off_track", "missed",   "unknown"};

prometheus::Family<prometheus::Counter>& counters(prometheus::Registry& registry, const std::string& name,
                                                  const std::string& help) {
  return prometheus::BuildCounter().Name("tradewatch_" + name).Help(help).Register(registry);
}

prometheus::Counter& counter(prometheus::Registry& registry, const std::string& name, const std::string& help) {
  return counters(registry, name, help).Add({});
}

prometheus::Family<prometheus::Gauge>& gauges(prometheus::Registry& registry, const std::string& name,
                                              const std::string& help) {
  return prometheus::BuildGauge().Name("tradewatch_" + name).Help(help).Register(registry);
}

double unix_seconds(trade::Instant instant) {
  return static_cast<double>(std::chrono::floor<std::chrono::seconds>(instant.time_since_epoch()).count());
}

// The gauges of one target, as the registry owns them.
struct TargetGauges {
  prometheus::Gauge* probability = nullptr;  // none while it is not known
  prometheus::Gauge* assessed = nullptr;
  std::array<prometheus::Gauge*, kVerdicts.size()> verdicts{};
};

// The gauges of one receiver.
struct OutboxGauges {
  prometheus::Gauge* backlog = nullptr;
  prometheus::Gauge* oldest = nullptr;  // none while nothing waits
};

}  // namespace

struct Metrics::State {
  prometheus::Registry registry;
  prometheus::Counter& documents_accepted =
      counter(registry, "documents_accepted_total", "Documents whose figures were taken.");
  prometheus::Counter& documents_refused = counter(registry, "documents_refused_total", "Documents refused.");
  prometheus::Counter& figures_stored = counter(registry, "figures_stored_total", "New vintages of figures stored.");
  prometheus::Counter& assessments = counter(registry, "assessments_total", "Assessments of targets made.");
  prometheus::Family<prometheus::Counter>& notices_delivered =
      counters(registry, "notices_delivered_total", "Notices that the receiver confirmed.");
  prometheus::Family<prometheus::Counter>& notices_failed =
      counters(registry, "notices_failed_total", "Failed tries to deliver a notice, to be repeated.");
  prometheus::Family<prometheus::Counter>& notices_given_up =
      counters(registry, "notices_given_up_total", "Notices that will never reach the receiver.");
  prometheus::Family<prometheus::Gauge>& outbox_backlog =
      gauges(registry, "outbox_backlog", "Notices waiting to be delivered to the receiver.");
  prometheus::Family<prometheus::Gauge>& outbox_oldest =
      gauges(registry, "outbox_oldest_age_seconds", "Age of the oldest notice that waits; absent while none does.");
  prometheus::Family<prometheus::Gauge>& last_backup =
      gauges(registry, "last_backup_timestamp_seconds", "When the newest backup of the store was taken, Unix time.");
  prometheus::Counter& backups_failed =
      counter(registry, "backups_failed_total", "Backups of the store that could not be made.");
  prometheus::Family<prometheus::Gauge>& probability =
      gauges(registry, "target_probability", "Probability that the target is met, 0 to 1; absent while unknown.");
  prometheus::Family<prometheus::Gauge>& verdict =
      gauges(registry, "target_verdict", "1 for the verdict that holds, 0 for the others.");
  prometheus::Family<prometheus::Gauge>& assessed =
      gauges(registry, "last_assessment_timestamp_seconds", "When the target was last assessed, Unix time.");
  std::array<prometheus::Family<prometheus::Gauge>*, 3> pull_moments = {
      &gauges(registry, "pull_last_success_timestamp_seconds",
              "When the source last answered with figures, new or known, Unix time."),
      &gauges(registry, "pull_last_new_figure_timestamp_seconds", "When the pull last stored a figure, Unix time."),
      &gauges(registry, "pull_last_error_timestamp_seconds",
              "When the pull last failed or found no figures at all, Unix time.")};
  prometheus::Family<prometheus::Counter>& pull_rounds =
      counters(registry, "pull_rounds_total", "Rounds of the pull by how they ended.");
  std::mutex mutex;
  std::map<std::string, std::array<prometheus::Gauge*, 3>> pulls;  // under mutex
  std::map<std::string, TargetGauges> targets;                     // under mutex
  std::map<std::string, OutboxGauges> outboxes;                    // under mutex
};

Metrics::Metrics() : state_(std::make_unique<State>()) {}
Metrics::~Metrics() = default;

void Metrics::count_documents_accepted(int n) { state_->documents_accepted.Increment(n); }
void Metrics::count_documents_refused(int n) { state_->documents_refused.Increment(n); }
void Metrics::count_figures_stored(int n) { state_->figures_stored.Increment(n); }
void Metrics::count_assessments(int n) { state_->assessments.Increment(n); }

void Metrics::count_notices(const std::string& receiver, int delivered, int failed, int given_up) {
  state_->notices_delivered.Add({{"receiver", receiver}}).Increment(delivered);
  state_->notices_failed.Add({{"receiver", receiver}}).Increment(failed);
  state_->notices_given_up.Add({{"receiver", receiver}}).Increment(given_up);
}

void Metrics::set_outbox(const std::string& receiver, std::int64_t notices, std::optional<double> oldest_age_s) {
  const std::lock_guard lock(state_->mutex);
  OutboxGauges& gauges_of = state_->outboxes[receiver];
  if (gauges_of.backlog == nullptr) gauges_of.backlog = &state_->outbox_backlog.Add({{"receiver", receiver}});
  gauges_of.backlog->Set(static_cast<double>(notices));
  if (oldest_age_s) {
    if (gauges_of.oldest == nullptr) gauges_of.oldest = &state_->outbox_oldest.Add({{"receiver", receiver}});
    gauges_of.oldest->Set(*oldest_age_s);
  } else if (gauges_of.oldest != nullptr) {
    state_->outbox_oldest.Remove(std::exchange(gauges_of.oldest, nullptr));
  }
}

void Metrics::forget_receiver(const std::string& receiver) {
  const std::lock_guard lock(state_->mutex);
  const auto found = state_->outboxes.find(receiver);
  if (found == state_->outboxes.end()) return;
  if (found->second.oldest != nullptr) state_->outbox_oldest.Remove(found->second.oldest);
  state_->outbox_backlog.Remove(found->second.backlog);
  state_->outboxes.erase(found);
}

void Metrics::set_last_backup(trade::Instant taken) { state_->last_backup.Add({}).Set(unix_seconds(taken)); }
void Metrics::count_backups_failed() { state_->backups_failed.Increment(); }

void Metrics::set_target(const std::string& target, std::optional<double> probability, std::string_view verdict,
                         trade::Instant assessed) {
  const std::lock_guard lock(state_->mutex);
  TargetGauges& gauges_of = state_->targets[target];
  if (gauges_of.assessed == nullptr) {
    gauges_of.assessed = &state_->assessed.Add({{"target", target}});
    for (std::size_t i = 0; i < kVerdicts.size(); ++i) {
      gauges_of.verdicts[i] = &state_->verdict.Add({{"target", target}, {"verdict", std::string(kVerdicts[i])}});
    }
  }
  if (probability && *probability >= 0 && *probability <= 1) {
    if (gauges_of.probability == nullptr) gauges_of.probability = &state_->probability.Add({{"target", target}});
    gauges_of.probability->Set(*probability);
  } else if (gauges_of.probability != nullptr) {
    state_->probability.Remove(std::exchange(gauges_of.probability, nullptr));
  }
  bool known = false;
  for (std::size_t i = 0; i < kVerdicts.size(); ++i) {
    const bool holds = kVerdicts[i] == verdict || (!known && kVerdicts[i] == "unknown");
    known = known || holds;
    gauges_of.verdicts[i]->Set(holds ? 1 : 0);
  }
  gauges_of.assessed->Set(unix_seconds(assessed));
}

void Metrics::forget_target(const std::string& target) {
  const std::lock_guard lock(state_->mutex);
  const auto found = state_->targets.find(target);
  if (found == state_->targets.end()) return;
  const TargetGauges& gauges_of = found->second;
  if (gauges_of.probability != nullptr) state_->probability.Remove(gauges_of.probability);
  state_->assessed.Remove(gauges_of.assessed);
  for (prometheus::Gauge* gauge : gauges_of.verdicts) state_->verdict.Remove(gauge);
  state_->targets.erase(found);
}

void Metrics::set_pull(const std::string& pull, const PullMoments& moments) {
  const std::lock_guard lock(state_->mutex);
  auto& gauges_of = state_->pulls[pull];
  const std::array moment = {moments.success, moments.new_figure, moments.error};
  for (std::size_t i = 0; i < moment.size(); ++i) {
    if (!moment[i]) continue;
    if (gauges_of[i] == nullptr) gauges_of[i] = &state_->pull_moments[i]->Add({{"pull", pull}});
    gauges_of[i]->Set(unix_seconds(*moment[i]));
  }
}

void Metrics::count_pull_round(const std::string& pull, std::string_view outcome) {
  state_->pull_rounds.Add({{"pull", pull}, {"outcome", std::string(outcome)}}).Increment();
}

void Metrics::forget_pull(const std::string& pull) {
  const std::lock_guard lock(state_->mutex);
  const auto found = state_->pulls.find(pull);
  if (found == state_->pulls.end()) return;
  for (std::size_t i = 0; i < found->second.size(); ++i) {
    if (found->second[i] != nullptr) state_->pull_moments[i]->Remove(found->second[i]);
  }
  state_->pulls.erase(found);
}

std::string Metrics::text() const { return prometheus::TextSerializer().Serialize(state_->registry.Collect()); }

}  // namespace tradewatch::web
