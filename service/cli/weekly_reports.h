// The daemon's weekly reports: queued for the receivers that want them at the moment of `[report] every`, and told to
// whoever asks over HTTP.
//
// A look a minute asks the store whether every receiver has the last week that was over at the last such moment. So a
// moment that was slept through, or that the daemon was down for, is made up for once, and only the latest. Forecasts
// for a past week take a while: they are made on threads of their own. All calls are made on the loop's thread.

#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <stop_token>

#include "service/cli/store_guard.h"
#include "service/report/weekly.h"
#include "service/runtime/clock.h"
#include "service/runtime/weekly_schedule.h"
#include "service/runtime/worker_pool.h"
#include "service/settings/settings.h"
#include "service/storage/store.h"
#include "service/web/http_server.h"

namespace tradewatch::cli {

class WeeklyReports {
 public:
  // `queued` is called, on the loop, when notices wait to be sent. All of these outlive the reports.
  WeeklyReports(runtime::Loop& loop, const runtime::Clock& clock, StoreGuard& guard, std::function<void()> queued);
  // Drains.
  ~WeeklyReports();
  WeeklyReports(const WeeklyReports&) = delete;
  WeeklyReports& operator=(const WeeklyReports&) = delete;

  // Looks at once; nothing is done before. The time zone is one that was found before (zone.h).
  void set(std::shared_ptr<const settings::Settings> settings);
  void look();

  // For web::is_report_route, once settings are there.
  void answer(const web::Request& request, web::Reply reply);

  // What is being made is given up between two targets; the next start makes it.
  void stop() { stop_.request_stop(); }
  // Joins the threads; the results wait in the loop.
  void drain();

 private:
  using Snapshot = std::shared_ptr<const report::WeeklySnapshot>;
  struct Round {
    int queued = 0;
    std::optional<storage::StoreFault> fault;
  };

  void take(const Round& round, trade::IsoWeek week);
  [[nodiscard]] std::expected<Snapshot, storage::StoreFault> snapshot_of(storage::Store& store,
                                                                         const settings::Settings& settings,
                                                                         trade::IsoWeek week, trade::Instant now);

  runtime::Loop& loop_;
  const runtime::Clock& clock_;
  StoreGuard& guard_;
  const std::function<void()> queued_;
  std::shared_ptr<const settings::Settings> settings_;
  std::optional<trade::IsoWeek> told_;  // with these settings
  bool busy_ = false;
  std::stop_source stop_;
  std::mutex mutex_;
  std::map<std::string, Snapshot> made_;  // under mutex_; of weeks that are over, by week and settings
  runtime::WorkerPool queueing_;
  runtime::WorkerPool answering_;
};

}  // namespace tradewatch::cli
