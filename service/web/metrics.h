// The daemon's numbers for Prometheus. Names and labels are kept once released; all begin with `tradewatch_`.
//
// Safe to set from any thread. A value that is not known is taken away, never set to 0 or NaN.

#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "models/trade/date.h"

namespace tradewatch::web {

struct PullMoments {
  std::optional<trade::Instant> success;
  std::optional<trade::Instant> new_figure;
  std::optional<trade::Instant> error;
};

class Metrics {
 public:
  Metrics();
  ~Metrics();
  Metrics(const Metrics&) = delete;
  Metrics& operator=(const Metrics&) = delete;

  // Counters: since the daemon started.
  void count_documents_accepted(int n = 1);  // tradewatch_documents_accepted_total
  void count_documents_refused(int n = 1);   // tradewatch_documents_refused_total
  void count_figures_stored(int n = 1);      // tradewatch_figures_stored_total
  void count_assessments(int n = 1);         // tradewatch_assessments_total

  // Of one receiver, since the daemon started: tradewatch_notices_delivered_total{receiver}, ..._failed_total (tries
  // that will be repeated) and ..._given_up_total. All three are there, from 0, once one was counted.
  void count_notices(const std::string& receiver, int delivered, int failed, int given_up);
  // What waits for a receiver: tradewatch_outbox_backlog{receiver}, and the age of the oldest of it,
  // tradewatch_outbox_oldest_age_seconds{receiver}, absent while nothing waits.
  void set_outbox(const std::string& receiver, std::int64_t notices, std::optional<double> oldest_age_s);
  // A receiver that is no longer in the settings and for which nothing waits; its counters stay.
  void forget_receiver(const std::string& receiver);

  // When the newest backup was taken: tradewatch_last_backup_timestamp_seconds, absent until there is one.
  void set_last_backup(trade::Instant taken);
  void count_backups_failed();  // tradewatch_backups_failed_total

  // What is known of one target: tradewatch_target_probability{target}, tradewatch_target_verdict{target,verdict} (1
  // for the verdict that holds, 0 for the others) and tradewatch_last_assessment_timestamp_seconds{target}.
  // `verdict` is one of CONTRACT's; another is kept as `unknown`. `probability` outside 0 to 1 counts as absent.
  void set_target(const std::string& target, std::optional<double> probability, std::string_view verdict,
                  trade::Instant assessed);
  // A target that is no longer in the settings.
  void forget_target(const std::string& target);

  // What is known of one pull: tradewatch_pull_last_success_timestamp_seconds{pull}, ..._last_new_figure_... and
  // ..._last_error_... ; each is absent until there was one.
  void set_pull(const std::string& pull, const PullMoments& moments);
  // tradewatch_pull_rounds_total{pull,outcome}: since the daemon started.
  void count_pull_round(const std::string& pull, std::string_view outcome);
  // A pull that is no longer in the settings; its counters stay until the daemon ends.
  void forget_pull(const std::string& pull);

  // In the Prometheus text format, content type kMetricsContentType.
  [[nodiscard]] std::string text() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

inline constexpr std::string_view kMetricsContentType = "text/plain; version=0.0.4; charset=utf-8";

}  // namespace tradewatch::web
