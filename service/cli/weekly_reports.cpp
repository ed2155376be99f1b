#include "service/cli/weekly_reports.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <thread>

#include "service/cli/zone.h"
#include "service/watch/embedded.h"
#include "service/watch/threads.h"
#include "service/watch/weekly_notices.h"
#include "service/web/report_routes.h"

namespace tradewatch::cli {
namespace {

constexpr std::chrono::minutes kLookEvery{1};
constexpr std::size_t kMostWaiting = 8;    // questions; each may take a forecast of every target
constexpr std::size_t kSnapshotsKept = 4;  // of weeks, with all their assessments
constexpr std::string_view kRetryAfterS = "30";

targets::Runner run_side_by_side() { return watch::side_by_side(std::thread::hardware_concurrency()); }

std::expected<storage::Store, storage::StoreFault> open(const settings::Settings& settings, storage::OpenMode mode) {
  return storage::Store::open(settings.store.url, mode, {.quick_check = false});
}

}  // namespace

WeeklyReports::WeeklyReports(runtime::Loop& loop, const runtime::Clock& clock, StoreGuard& guard,
                             std::function<void()> queued)
    : loop_(loop),
      clock_(clock),
      guard_(guard),
      queued_(std::move(queued)),
      queueing_(loop, 1),
      answering_(loop, 1, kMostWaiting) {
  loop.every(kLookEvery, [this] { look(); });
}

WeeklyReports::~WeeklyReports() { drain(); }

void WeeklyReports::set(std::shared_ptr<const settings::Settings> settings) {
  settings_ = std::move(settings);
  told_.reset();
  look();
}

void WeeklyReports::look() {
  if (!settings_ || stop_.stop_requested() || busy_ || guard_.is_damaged()) return;
  if (std::ranges::none_of(settings_->receivers, &settings::Receiver::reports)) return;
  const auto schedule = report_schedule(*settings_);
  const auto zone = zone_of(*settings_);
  if (!schedule || !zone) return;
  const trade::Instant now = clock_.now();
  const trade::IsoWeek week = schedule->week_told(schedule->latest(now));
  if (told_ == week) return;
  busy_ = queueing_.submit(
      [s = settings_, week, zone = *zone, now, stop = stop_.get_token()] {
        auto store = open(*s, storage::OpenMode::read_write);
        if (!store) return Round{0, store.error()};
        const auto queued =
            watch::queue_weekly(*store, *s, week, zone, now, watch::shipped_prior(), run_side_by_side(), stop);
        return queued ? Round{*queued, std::nullopt} : Round{0, queued.error()};
      },
      [this, week, s = settings_](const Round& round) {
        busy_ = false;
        if (s == settings_) take(round, week);
      });
}

void WeeklyReports::take(const Round& round, trade::IsoWeek week) {
  if (stop_.stop_requested()) return;
  if (round.fault) {
    spdlog::error("weekly report {}: {}; it is tried again", trade::format_iso_week(week), guard_.met(*round.fault));
    return;
  }
  told_ = week;
  if (round.queued == 0) return;
  spdlog::info("weekly report queued week={} receivers={}", trade::format_iso_week(week), round.queued);
  queued_();
}

std::expected<WeeklyReports::Snapshot, storage::StoreFault> WeeklyReports::snapshot_of(
    storage::Store& store, const settings::Settings& settings, trade::IsoWeek week, trade::Instant now) {
  const auto zone = runtime::TimeZone::find(settings.service.time_zone);
  const std::string key = trade::format_iso_week(week) + " " + settings.digest;
  {
    const std::lock_guard lock(mutex_);
    if (const auto found = made_.find(key); found != made_.end()) return found->second;
  }
  auto made = watch::weekly_snapshot(store, settings, week, *zone, now, watch::shipped_prior(), run_side_by_side(),
                                     stop_.get_token());
  if (!made) return std::unexpected(made.error());
  auto snapshot = std::make_shared<const report::WeeklySnapshot>(*std::move(made));
  if (!snapshot->over) return snapshot;
  const std::lock_guard lock(mutex_);
  if (made_.size() >= kSnapshotsKept) made_.erase(made_.begin());  // the oldest week
  made_[key] = snapshot;
  return snapshot;
}

void WeeklyReports::answer(const web::Request& request, web::Reply reply) {
  const bool asked =
      !stop_.stop_requested() &&
      answering_.submit(
          [this, s = settings_, request, now = clock_.now()]() -> web::Response {
            auto store = open(*s, storage::OpenMode::read_only);
            if (!store) return web::problem(503, guard_.met(store.error()));
            const auto zone = runtime::TimeZone::find(s->service.time_zone);
            const auto snapshot = [&](trade::IsoWeek week) { return snapshot_of(*store, *s, week, now); };
            return web::report_route(request, {*store, *zone, now, snapshot});
          },
          [reply](web::Response response) { reply(std::move(response)); });
  if (asked) return;
  web::Response busy = web::problem(503, "Other reports are being made; try again.");
  busy.headers.emplace_back("Retry-After", kRetryAfterS);
  loop_.post([reply = std::move(reply), busy = std::move(busy)] { reply(busy); });
}

void WeeklyReports::drain() {
  stop();
  queueing_.drain();
  answering_.drain();
}

}  // namespace tradewatch::cli
