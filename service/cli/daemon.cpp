#include "service/cli/daemon.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <spdlog/spdlog.h>

#include <algorithm>

#include "service/cli/backups.h"
#include "service/cli/board.h"
#include "service/cli/entrance.h"
#include "service/cli/fits.h"
#include "service/cli/inbox_round.h"
#include "service/cli/later_pages.h"
#include "service/cli/lookout.h"
#include "service/cli/pulls.h"
#include "service/cli/senders.h"
#include "service/cli/settings_reload.h"
#include "service/cli/store_answers.h"
#include "service/cli/store_guard.h"
#include "service/cli/target_card.h"
#include "service/cli/weekly_reports.h"
#include "service/cli/zone.h"
#include "service/runtime/loop.h"
#include "service/runtime/service_notify.h"
#include "service/runtime/worker_pool.h"
#include "service/watch/catch_up.h"
#include "service/web/http_server.h"
#include "service/web/operations.h"
#include "service/web/report_routes.h"
#include "service/web/routes.h"

namespace tradewatch::cli {
namespace {

using namespace std::chrono_literals;

constexpr auto kLookAround = 5s;   // inbox and store, in case an event was missed
constexpr auto kTimePasses = 60s;  // overdue figures, reminders, silences that end

void log_upgrade(const storage::Store& store) {
  const storage::Upgrade& upgrade = store.upgrade();
  if (upgrade.from == 0 || upgrade.from == upgrade.to) return;
  spdlog::info("store brought from schema {} to {} copies={}", upgrade.from, upgrade.to,
               fmt::join(upgrade.copies, " "));
}

}  // namespace

struct Daemon::Parts {
  Parts(settings::Settings s, Options o, const runtime::Clock& c)
      : settings(std::make_shared<const settings::Settings>(std::move(s))),
        options(std::move(o)),
        clock(c),
        guard(settings->store),
        events(fmt::format("{:x}", clock.now().time_since_epoch().count())),
        board(metrics, guard, events, {settings->intake.inbox.string(), settings->store.url, options.demo}) {}

  // Nothing new is begun before the store was looked through, while the daemon ends, or once its store is damaged.
  [[nodiscard]] bool at_rest() const { return !checked || draining || guard.is_damaged(); }
  void set_trouble(const std::string& where, const std::string& reason);

  void check_store();
  void begin_work();
  void take_inbox();
  void bring_up_to_date(const std::expected<std::int64_t, storage::StoreFault>& sequence);
  void look_around();
  void take_news(const std::expected<News, storage::StoreFault>& news);
  void finish(Fitted fitted);
  void let_time_pass();
  void answer_from_store(const web::Request& request, web::Reply reply);
  void answer_later(const web::Request& request, web::Reply reply);
  std::vector<std::string> take_settings(NewSettings fresh);
  void drain();
  void announce();

  // Settings are replaced as a whole; workers keep the ones they began with.
  std::shared_ptr<const settings::Settings> settings;
  std::shared_ptr<const ReadingAids> aids;
  const Options options;
  const runtime::Clock& clock;
  web::Metrics metrics;
  StoreGuard guard;
  web::EventFeed events;
  Board board;
  runtime::Loop loop;                   // declared before what runs on it, so it is destroyed last of these
  std::optional<storage::Store> store;  // of the store thread, once the loop runs
  std::optional<intake::Inbox> inbox;
  std::vector<intake::Candidate> unsure;  // of the store thread
  std::optional<web::HttpServer> server;
  std::unique_ptr<runtime::WorkerPool> store_thread;
  std::optional<Lookout> lookout;
  std::optional<Fits> fits;
  std::optional<Pulls> pulls;
  std::optional<LaterPages> later_pages;
  std::optional<Senders> senders;
  std::optional<Backups> backups;
  std::optional<WeeklyReports> reports;
  std::optional<SettingsReload> reload;
  std::optional<Stop> failure;  // why it ends by itself
  std::stop_source check_stop;
  std::int64_t seen_sequence = -1;
  bool checked = false;  // every page of the store, since the start
  bool taking = false;
  bool take_again = false;
  bool draining = false;
  bool announced = false;
};

// Said once when it begins and once when it ends, however often it is met.
void Daemon::Parts::set_trouble(const std::string& where, const std::string& reason) {
  if (!board.set_trouble(where, reason)) return;
  if (reason.empty()) {
    spdlog::info("{}: goes on", where);
  } else {
    spdlog::error("{}: {}", where, reason);
  }
  runtime::service_notify::status(board.health().reason);
}

// The first job of the store thread, so that pages show and systemd knows at once that the daemon lives: a large store
// takes seconds.
void Daemon::Parts::check_store() {
  board.set_trouble("start", "the pages of the store are being checked; nothing is taken yet");
  const bool asked = store_thread->submit(
      [this]() -> std::optional<storage::StoreFault> {
        const auto sound = store->check_pages(check_stop.get_token());
        return sound ? std::nullopt : std::optional(with_backup(sound.error(), settings->store));
      },
      [this](const std::optional<storage::StoreFault>& fault) {
        board.set_trouble("start", "");
        if (draining) return;
        if (!fault) return begin_work();
        failure = stop_of(*fault);
        drain();
      });
  if (!asked) throw std::logic_error("the store thread takes no first job");
}

void Daemon::Parts::begin_work() {
  checked = true;
  pulls->set(settings->intake.pulls, aids);
  senders->set(settings->receivers);
  backups->set(settings->store);
  reports->set(settings);
  take_inbox();
  look_around();
  lookout->listen(settings->store.url);
}

void Daemon::Parts::take_inbox() {
  if (at_rest()) return;
  if (taking) {
    take_again = true;
    return;
  }
  taking = store_thread->submit(
      [this, with = aids] {
        const auto kept = [this] { loop.post([this, sequence = store->sequence()] { bring_up_to_date(sequence); }); };
        InboxRound round = go_through(*inbox, *store, *with, unsure, clock.now(), kept);
        if (round.store_fault) guard.met(*round.store_fault);
        return round;
      },
      [this](const InboxRound& round) {
        taking = false;
        metrics.count_documents_accepted(round.accepted);
        metrics.count_documents_refused(round.refused);
        metrics.count_figures_stored(static_cast<int>(round.figures_stored));
        set_trouble("inbox", round.trouble);
        if (round.accepted > 0) look_around();
        if (std::exchange(take_again, false)) take_inbox();
      });
}

void Daemon::Parts::bring_up_to_date(const std::expected<std::int64_t, storage::StoreFault>& sequence) {
  set_trouble("store", sequence ? "" : guard.met(sequence.error()));
  if (!sequence || *sequence == seen_sequence || at_rest()) return;
  seen_sequence = *sequence;
  fits->bring_all_up_to_date();
}

// Asks the store how far it is: also what another process imported or another node concluded is found here.
void Daemon::Parts::look_around() {
  if (guard.is_damaged()) pulls->stop();
  if (at_rest()) return;
  if (!lookout->look()) spdlog::warn("the store thread is behind; looking again in {} s", kLookAround.count());
}

void Daemon::Parts::take_news(const std::expected<News, storage::StoreFault>& news) {
  if (!news) return bring_up_to_date(std::unexpected(news.error()));
  bring_up_to_date(news->sequence);
  if (at_rest()) return;
  fits->bring_up_to_date(news->moved);
  if (news->notices) senders->wake();
}

void Daemon::Parts::finish(Fitted fitted) {
  set_trouble("target=" + fitted.target, fitted.trouble);
  if (!fitted.trouble.empty()) seen_sequence = -1;
  if (fitted.card) {
    const targets::Assessment& newest = fitted.newest->assessment;
    const auto& f = newest.forecast;
    metrics.count_assessments(fitted.assessments);
    metrics.set_target(fitted.target, f ? std::optional(f->probability) : std::nullopt,
                       targets::name_of(newest.verdict), clock.now());
    spdlog::info("assessed target={} verdict={} sequence={} new_assessments={}", fitted.target,
                 targets::name_of(newest.verdict), newest.sequence, fitted.assessments);
    board.show(fitted.target, std::move(*fitted.card));
  }
  senders->wake();
  if (board.complete()) announce();
}

void Daemon::Parts::let_time_pass() {
  if (at_rest() || fits->newest().empty()) return;
  const bool asked = store_thread->submit(
      [this, s = settings, known = fits->newest()] {
        std::vector<std::string> changed;
        for (const targets::Target& target : s->targets) {
          const auto it = known.find(target.id);
          if (it == known.end()) continue;
          const auto result =
              watch::let_time_pass(*store, *s, it->second->assessment, clock.now(), it->second->sequence);
          if (!result) spdlog::error("target={} {}", target.id, guard.met(result.error()));
          if (result && *result) changed.push_back(target.id);
        }
        return changed;
      },
      [this](const std::vector<std::string>& changed) { fits->bring_up_to_date(changed); });
  if (!asked) spdlog::warn("the store thread is behind; what time brings is looked at later");
}

// What people and programs ask of the store waits for it, never the loop.
void Daemon::Parts::answer_from_store(const web::Request& request, web::Reply reply) {
  if (checked && web::is_report_route(request)) return reports->answer(request, std::move(reply));
  const bool changes = request.method != "GET";
  if (changes && guard.is_damaged()) {
    return loop.post([reply = std::move(reply), why = guard.damage()] { reply(web::problem(503, why)); });
  }
  const bool asked =
      checked && !draining &&
      store_thread->submit([this, s = settings, with = aids,
                            request] { return cli::answer_from_store(request, *store, *s, *with, clock.now()); },
                           [this, changes, reply](web::Response response) {
                             if (changes && response.status < 300) {
                               let_time_pass();
                               look_around();
                             }
                             reply(std::move(response));
                           });
  if (asked) return;
  web::Response busy =
      web::problem(503, checked ? "The store is busy; try again." : "The store is being checked; try again.");
  busy.headers.emplace_back("Retry-After", "5");
  loop.post([reply = std::move(reply), busy = std::move(busy)] { reply(busy); });
}

void Daemon::Parts::answer_later(const web::Request& request, web::Reply reply) {
  const auto asked = web::later_request(request);
  if (!asked) return answer_from_store(request, std::move(reply));
  later_pages->answer(*asked, settings,
                      {board.place(), board.page(asked->id, asked->language), fits->assessment_of(asked->id)},
                      std::move(reply));
}

std::vector<std::string> Daemon::Parts::take_settings(NewSettings fresh) {
  std::vector<std::string> to_know = keep_what_needs_a_restart(*settings, fresh.settings);
  for (const targets::Target& old : settings->targets) {
    const bool kept = std::ranges::any_of(fresh.settings.targets, [&](const auto& t) { return t.id == old.id; });
    if (kept) continue;
    metrics.forget_target(old.id);
    board.set_trouble("target=" + old.id, "");
  }
  settings = std::make_shared<const settings::Settings>(std::move(fresh.settings));
  aids = std::make_shared<const ReadingAids>(std::move(fresh.aids));
  board.set_targets(settings->targets);
  fits->set(settings);
  if (!checked) return to_know;
  pulls->set(settings->intake.pulls, aids);
  senders->set(settings->receivers);
  backups->set(settings->store);
  reports->set(settings);
  fits->bring_all_up_to_date();
  return to_know;
}

// The order in which work flows, so that what is begun is finished: documents, assessments, notices.
void Daemon::Parts::drain() {
  spdlog::info("stopping");
  runtime::service_notify::stopping();
  draining = true;
  check_stop.request_stop();
  lookout->stop();
  fits->stop();
  reload->stop();
  pulls->stop();
  backups->stop();
  reports->stop();
  senders->stop([this] { server->stop([this] { loop.stop(); }); });
}

void Daemon::Parts::announce() {
  if (std::exchange(announced, true)) return;
  const std::string address = address_of(*settings, server->port());
  for (const web::SharedPage& page : board.pages(wording::Language::en)) fmt::print("{}\n", page->headline);
  fmt::print("tradewatch: {}\n", address);
  if (options.demo) {
    fmt::print("demo store: {}\ndrop files of figures into: {}\n", settings->store.url,
               settings->intake.inbox.string());
  }
  std::fflush(stdout);
  runtime::service_notify::status("watching " + std::to_string(settings->targets.size()) + " targets at " + address);
}

Daemon::Daemon(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Daemon::~Daemon() = default;

OrStop<std::unique_ptr<Daemon>> Daemon::make(settings::Settings settings, Options options,
                                             const runtime::Clock& clock) {
  auto parts = std::make_unique<Parts>(std::move(settings), std::move(options), clock);
  Parts& p = *parts;
  if (const auto zone = zone_of(*p.settings); !zone) return std::unexpected(zone.error());
  auto aids = reading_aids(*p.settings);
  if (!aids) return std::unexpected(aids.error());
  p.aids = std::make_shared<const ReadingAids>(std::move(*aids));
  auto store = storage::Store::open(p.settings->store.url, storage::OpenMode::read_write, {.quick_check = false});
  if (!store) return std::unexpected(stop_of(with_backup(store.error(), p.settings->store)));
  log_upgrade(*store);
  p.store = std::move(*store);
  auto inbox = intake::Inbox::open(p.settings->intake.inbox);
  if (!inbox) return std::unexpected(Stop{intake::to_text(inbox.error()), kFailed});
  p.inbox = std::move(*inbox);
  p.board.set_targets(p.settings->targets);

  const web::Handlers handlers{
      .at_once = [&p](const web::Request& request) { return web::route(request, p.board); },
      .waits =
          [](const web::Request& r) {
            return web::is_served(r.path) && (waits_for_store(r) || web::later_request(r).has_value());
          },
      .later = [&p](const web::Request& request, web::Reply reply) { p.answer_later(request, std::move(reply)); },
      .version = [&p] { return p.board.version(); },
      .events = &p.events};
  const auto& service = p.settings->service;
  const auto entrance = entrance_of(p.settings->web);
  if (!entrance) return std::unexpected(entrance.error());
  const auto listen = [&](std::uint16_t port) {
    return web::HttpServer::listen(p.loop, clock, service.listen.address, port, handlers, {}, *entrance);
  };
  auto server = listen(service.listen.port);
  if (!server && p.options.demo) server = listen(0);
  if (!server) {
    const web::ListenFault& f = server.error();
    return std::unexpected(
        Stop{fmt::format("{}: {}; expected {}; {}", f.where, f.found, f.expected, f.what_to_do), kFailed});
  }
  p.server = std::move(*server);
  return std::unique_ptr<Daemon>(new Daemon(std::move(parts)));
}

OrStop<int> Daemon::run() {
  Parts& p = *parts_;
  p.store_thread = std::make_unique<runtime::WorkerPool>(p.loop, 1);
  p.fits.emplace(Fits::Around{p.loop, p.clock, p.guard}, p.settings, [&p](Fitted f) { p.finish(std::move(f)); });
  p.lookout.emplace(p.loop, *p.store_thread, *p.store, [&p](const auto& news) { p.take_news(news); });
  p.later_pages.emplace(p.loop, p.clock, p.guard);
  const auto met = [&p](const storage::StoreFault& fault) { p.guard.met(fault); };
  p.pulls.emplace(Pulls::Around{p.loop, *p.store_thread, *p.store, *p.inbox, p.clock, p.metrics, met,
                                storage::may_be_shared(p.settings->store.url)},
                  [&p] { p.look_around(); });
  p.backups.emplace(p.loop, p.clock, p.metrics, met);
  p.senders.emplace(Senders::Around{p.loop, *p.store_thread, *p.store, p.clock, p.metrics, p.guard},
                    p.settings->store.url);
  p.reports.emplace(p.loop, p.clock, p.guard, [&p] { p.senders->wake(); });
  p.reload.emplace(p.loop, p.options.settings_file,
                   [&p](NewSettings fresh) { return p.take_settings(std::move(fresh)); });
  p.reload->answer_commands();
  p.loop.on_signals([&p] { p.drain(); }, [&p] { p.reload->ask({}); });
  const auto watched = p.loop.watch_directory(p.inbox->folder(), [&p](const std::string&) { p.take_inbox(); });
  if (!watched) {
    spdlog::warn("{}: {}; looking every {} s instead", watched.error().where.string(), watched.error().found,
                 kLookAround.count());
  }
  p.loop.every(kLookAround, [&p] {
    if (!p.checked) return;
    p.take_inbox();
    p.look_around();
    p.senders->wake();
  });
  p.loop.every(kTimePasses, [&p] { p.let_time_pass(); });
  if (const auto interval = runtime::service_notify::watchdog_interval()) {
    p.loop.every(*interval, [] { runtime::service_notify::watchdog(); });
  }
  spdlog::info("listening on {} store={} inbox={}", address_of(*p.settings, p.server->port()), p.settings->store.url,
               p.inbox->folder().string());
  // Before the store is looked through and the first assessments are made: both take longer than a start may.
  runtime::service_notify::ready("assessing " + std::to_string(p.settings->targets.size()) + " targets");
  p.check_store();
  p.loop.run();
  p.lookout->drain();
  p.reload->drain();
  p.pulls->drain();
  p.senders->drain();
  p.backups->drain();
  p.reports->drain();
  p.later_pages->drain();
  p.loop.run_ready();
  p.store_thread->drain();
  p.loop.run_ready();
  p.fits->drain();
  p.loop.run_ready();
  spdlog::info("stopped");
  if (p.failure) return std::unexpected(*p.failure);
  return kDone;
}

}  // namespace tradewatch::cli
