#include "service/cli/daemon.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <array>
#include <set>
#include <thread>

#include "service/cli/backups.h"
#include "service/cli/board.h"
#include "service/cli/entrance.h"
#include "service/cli/inbox_round.h"
#include "service/cli/later_pages.h"
#include "service/cli/pulls.h"
#include "service/cli/senders.h"
#include "service/cli/settings_reload.h"
#include "service/cli/store_answers.h"
#include "service/cli/store_guard.h"
#include "service/cli/target_card.h"
#include "service/cli/zone.h"
#include "service/runtime/loop.h"
#include "service/runtime/service_notify.h"
#include "service/runtime/worker_pool.h"
#include "service/watch/catch_up.h"
#include "service/watch/embedded.h"
#include "service/watch/threads.h"
#include "service/web/http_server.h"
#include "service/web/routes.h"

namespace tradewatch::cli {
namespace {

using namespace std::chrono_literals;

constexpr auto kLookAround = 5s;   // inbox and store, in case an event was missed
constexpr auto kTimePasses = 60s;  // overdue figures, reminders, silences that end
constexpr unsigned kFitThreads = 2;

// What a fit thread hands back.
struct Pass {
  std::string target;
  std::optional<web::TargetPage> page;
  std::optional<targets::Assessment> newest;
  int assessments = 0;
  std::string trouble;
};

std::expected<Pass, storage::StoreFault> bring_up_to_date(const settings::Settings& settings,
                                                          const targets::Target& target, trade::Instant now) {
  auto store = storage::Store::open(settings.store.url, storage::OpenMode::read_write, {.quick_check = false});
  if (!store) return std::unexpected(store.error());
  const auto run = watch::side_by_side(std::thread::hardware_concurrency());
  auto done = watch::catch_up(*store, settings, target, watch::shipped_prior(), run, now);
  if (!done) return std::unexpected(done.error());
  const auto passed = watch::let_time_pass(*store, settings, done->newest, now);
  if (!passed) return std::unexpected(passed.error());
  const auto background = background_of(*store, target, done->since);
  if (!background) return std::unexpected(background.error());
  Pass pass;
  pass.target = target.id;
  pass.assessments = done->assessments;
  pass.page = make_page(done->newest, *background);
  pass.newest = std::move(done->newest);
  return pass;
}

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

  // Nothing new is begun while the daemon ends, or once its store is damaged.
  [[nodiscard]] bool at_rest() const { return draining || guard.is_damaged(); }
  void set_trouble(const std::string& where, const std::string& reason);

  void take_inbox();
  void look_around();
  void bring_targets_up_to_date();
  void begin_fits();
  void finish(Pass pass);
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
  std::unique_ptr<runtime::WorkerPool> fit_threads;
  std::optional<Pulls> pulls;
  std::optional<LaterPages> later_pages;
  std::optional<Senders> senders;
  std::optional<Backups> backups;
  std::optional<SettingsReload> reload;
  std::set<std::string> behind;   // targets that have to be looked at, each once however much is new
  std::set<std::string> fitting;  // targets that the fit threads have
  std::map<std::string, std::shared_ptr<const targets::Assessment>> newest;
  std::int64_t seen_sequence = -1;
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

void Daemon::Parts::take_inbox() {
  if (at_rest()) return;
  if (taking) {
    take_again = true;
    return;
  }
  taking = store_thread->submit(
      [this, with = aids] {
        InboxRound round = go_through(*inbox, *store, *with, unsure, clock.now());
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

// Asks the store how far it is: also what another process imported is found here.
void Daemon::Parts::look_around() {
  if (guard.is_damaged()) pulls->stop();
  if (at_rest()) return;
  const bool asked = store_thread->submit([this] { return store->sequence(); },
                                          [this](const std::expected<std::int64_t, storage::StoreFault>& sequence) {
                                            set_trouble("store", sequence ? "" : guard.met(sequence.error()));
                                            if (!sequence || *sequence == seen_sequence) return;
                                            seen_sequence = *sequence;
                                            bring_targets_up_to_date();
                                          });
  if (!asked) spdlog::warn("the store thread is behind; looking again in {} s", kLookAround.count());
}

void Daemon::Parts::bring_targets_up_to_date() {
  for (const targets::Target& target : settings->targets) behind.insert(target.id);
  begin_fits();
}

// As many as the fit threads have room for; each that ends makes room for the next.
void Daemon::Parts::begin_fits() {
  if (at_rest() || behind.empty()) return;
  for (const targets::Target& target : settings->targets) {
    if (!behind.contains(target.id) || fitting.contains(target.id)) continue;
    const bool begun = fit_threads->submit(
        [this, s = settings, target] {
          auto pass = bring_up_to_date(*s, target, clock.now());
          if (pass) return std::move(*pass);
          Pass failed;
          failed.target = target.id;
          failed.trouble = guard.met(pass.error());
          return failed;
        },
        [this](Pass pass) { finish(std::move(pass)); });
    if (!begun) return;
    behind.erase(target.id);
    fitting.insert(target.id);
  }
}

void Daemon::Parts::finish(Pass pass) {
  fitting.erase(pass.target);
  set_trouble("target=" + pass.target, pass.trouble);
  if (!pass.trouble.empty()) seen_sequence = -1;
  if (pass.page) {
    const auto& f = pass.newest->forecast;
    metrics.count_assessments(pass.assessments);
    metrics.set_target(pass.target, f ? std::optional(f->probability) : std::nullopt,
                       targets::name_of(pass.newest->verdict), clock.now());
    spdlog::info("assessed target={} verdict={} sequence={} new_assessments={}", pass.target,
                 targets::name_of(pass.newest->verdict), pass.newest->sequence, pass.assessments);
    newest[pass.target] = std::make_shared<const targets::Assessment>(std::move(*pass.newest));
    board.show(pass.target, std::move(*pass.page));
  }
  senders->wake();
  begin_fits();
  if (board.complete()) announce();
}

void Daemon::Parts::let_time_pass() {
  if (at_rest() || newest.empty()) return;
  const bool asked = store_thread->submit(
      [this, s = settings, known = newest] {
        std::vector<std::string> changed;
        for (const targets::Target& target : s->targets) {
          const auto it = known.find(target.id);
          if (it == known.end()) continue;
          const auto result = watch::let_time_pass(*store, *s, *it->second, clock.now());
          if (!result) spdlog::error("target={} {}", target.id, guard.met(result.error()));
          if (result && *result) changed.push_back(target.id);
        }
        return changed;
      },
      [this](const std::vector<std::string>& changed) {
        behind.insert(changed.begin(), changed.end());
        begin_fits();
      });
  if (!asked) spdlog::warn("the store thread is behind; what time brings is looked at later");
}

// What people and programs ask of the store waits for it, never the loop.
void Daemon::Parts::answer_from_store(const web::Request& request, web::Reply reply) {
  const bool changes = request.method != "GET";
  if (changes && guard.is_damaged()) {
    return loop.post([reply = std::move(reply), why = guard.damage()] { reply(web::problem(503, why)); });
  }
  const bool asked = !draining && store_thread->submit(
                                      [this, s = settings, with = aids, request] {
                                        return cli::answer_from_store(request, *store, *s, *with, clock.now());
                                      },
                                      [this, changes, reply](web::Response response) {
                                        if (changes && response.status < 300) {
                                          let_time_pass();
                                          look_around();
                                        }
                                        reply(std::move(response));
                                      });
  if (asked) return;
  web::Response busy = web::problem(503, "The store is busy; try again.");
  busy.headers.emplace_back("Retry-After", "5");
  loop.post([reply = std::move(reply), busy = std::move(busy)] { reply(busy); });
}

void Daemon::Parts::answer_later(const web::Request& request, web::Reply reply) {
  const auto asked = web::later_request(request);
  if (!asked) return answer_from_store(request, std::move(reply));
  const auto known = newest.find(asked->id);
  later_pages->answer(*asked, settings,
                      {board.place(), board.page(asked->id), known == newest.end() ? nullptr : known->second},
                      std::move(reply));
}

std::vector<std::string> Daemon::Parts::take_settings(NewSettings fresh) {
  std::vector<std::string> to_know = keep_what_needs_a_restart(*settings, fresh.settings);
  for (const targets::Target& old : settings->targets) {
    const bool kept = std::ranges::any_of(fresh.settings.targets, [&](const auto& t) { return t.id == old.id; });
    if (!kept) metrics.forget_target(old.id);
  }
  settings = std::make_shared<const settings::Settings>(std::move(fresh.settings));
  aids = std::make_shared<const ReadingAids>(std::move(fresh.aids));
  board.set_targets(settings->targets);
  pulls->set(settings->intake.pulls, aids);
  senders->set(settings->receivers);
  backups->set(settings->store);
  bring_targets_up_to_date();
  return to_know;
}

// The order in which work flows, so that what is begun is finished: documents, assessments, notices.
void Daemon::Parts::drain() {
  spdlog::info("stopping");
  runtime::service_notify::stopping();
  draining = true;
  fit_threads->forget_waiting();  // the next start finds in the store what is still to be assessed
  reload->stop();
  pulls->stop();
  backups->stop();
  senders->stop([this] { server->stop([this] { loop.stop(); }); });
}

void Daemon::Parts::announce() {
  if (std::exchange(announced, true)) return;
  const std::string address = address_of(*settings, server->port());
  for (const web::SharedPage& page : board.pages()) fmt::print("{}\n", page->headline);
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
  auto store = storage::Store::open(p.settings->store.url, storage::OpenMode::read_write);
  if (!store) return std::unexpected(stop_of(with_backup(store.error(), p.settings->store)));
  log_upgrade(*store);
  p.store = std::move(*store);
  auto inbox = intake::Inbox::open(p.settings->intake.inbox);
  if (!inbox) return std::unexpected(Stop{intake::to_text(inbox.error()), kFailed});
  p.inbox = std::move(*inbox);
  p.board.set_targets(p.settings->targets);

  const web::Handlers handlers{
      .at_once = [&p](const web::Request& request) { return web::route(request, p.board); },
      .waits = [](const web::Request& r) { return waits_for_store(r) || web::later_request(r).has_value(); },
      .later = [&p](const web::Request& request, web::Reply reply) { p.answer_later(request, std::move(reply)); },
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

void Daemon::run() {
  Parts& p = *parts_;
  p.store_thread = std::make_unique<runtime::WorkerPool>(p.loop, 1);
  p.fit_threads = std::make_unique<runtime::WorkerPool>(p.loop, kFitThreads);
  p.later_pages.emplace(p.loop, p.clock, p.guard);
  const auto met = [&p](const storage::StoreFault& fault) { p.guard.met(fault); };
  p.pulls.emplace(Pulls::Around{p.loop, *p.store_thread, *p.store, *p.inbox, p.clock, p.metrics, met},
                  [&p] { p.look_around(); });
  p.backups.emplace(p.loop, p.clock, p.metrics, met);
  p.backups->set(p.settings->store);
  p.pulls->set(p.settings->intake.pulls, p.aids);
  p.senders.emplace(Senders::Around{p.loop, *p.store_thread, *p.store, p.clock, p.metrics, p.guard},
                    p.settings->store.url);
  p.senders->set(p.settings->receivers);
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
  // Before the first assessments: a thousand targets take longer than a start may.
  runtime::service_notify::ready("assessing " + std::to_string(p.settings->targets.size()) + " targets");
  p.take_inbox();
  p.look_around();
  p.loop.run();
  p.reload->drain();
  p.pulls->drain();
  p.senders->drain();
  p.backups->drain();
  p.later_pages->drain();
  p.loop.run_ready();
  for (runtime::WorkerPool* pool : std::array{p.store_thread.get(), p.fit_threads.get()}) {
    pool->drain();
    p.loop.run_ready();
  }
  spdlog::info("stopped");
}

}  // namespace tradewatch::cli
