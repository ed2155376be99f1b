#include "service/cli/senders.h"

#include <spdlog/spdlog.h>

#include <algorithm>

#include "service/delivery/dispatcher.h"
#include "service/delivery/receivers.h"

namespace tradewatch::cli {
namespace {

using namespace std::chrono_literals;

constexpr auto kPatience = 5s;     // for deliveries that run when the service stops
constexpr auto kLeastDelay = 1ms;  // a timer that is due already

std::vector<std::unique_ptr<delivery::Receiver>> only(std::unique_ptr<delivery::Receiver> receiver) {
  std::vector<std::unique_ptr<delivery::Receiver>> one;
  one.push_back(std::move(receiver));
  return one;
}

// The alerts that the receiver was told of: what a silence kept from it is not mirrored there either.
storage::Store::Result<std::vector<storage::AlertRow>> told_alerts(storage::Store& store,
                                                                   const settings::Receiver& receiver) {
  auto alerts = store.alerts(std::nullopt);
  if (!alerts) return alerts;
  std::erase_if(*alerts, [&](const auto& alert) { return !delivery::wants(receiver, alert); });
  const auto fates = store.notice_fates();  // one of each alert and receiver that a notice was ever queued for
  if (!fates) return std::unexpected(fates.error());
  std::erase_if(*alerts, [&](const storage::AlertRow& alert) {
    return std::ranges::none_of(*fates, [&](const storage::NoticeFate& fate) {
      return fate.alert_id == alert.id && fate.receiver == receiver.name;
    });
  });
  return alerts;
}

}  // namespace

// What one turn of a sender did.
struct Senders::Round {
  delivery::DispatchReport report;
  std::string trouble;  // with the store or with a refresh
};

struct Senders::Sender {
  Sender(runtime::Loop& loop, settings::Receiver s)
      : settings(std::move(s)), dispatcher(only(delivery::make_receiver(settings))), thread(loop, 1) {}

  [[nodiscard]] delivery::Receiver& receiver() const { return *dispatcher.receivers().front(); }
  void interrupt() {
    stop.request_stop();
    receiver().interrupt();
  }

  const settings::Receiver settings;
  // Of the sender's thread:
  delivery::Dispatcher dispatcher;
  std::optional<storage::Store> store;
  std::optional<runtime::SteadyInstant> refreshed;
  // Of the loop:
  bool busy = false;
  bool again = false;
  bool timer = false;  // one is set
  std::string trouble;
  std::stop_source stop;
  runtime::WorkerPool thread;
};

Senders::Senders(Around around, std::string store_url) : around_(around), store_url_(std::move(store_url)) {}

// Also when an exception left the loop: a thread that still delivers uses the clock and the loop.
Senders::~Senders() { drain(); }

void Senders::set(const std::vector<settings::Receiver>& receivers) {
  std::vector<std::shared_ptr<Sender>> kept;
  for (const settings::Receiver& receiver : receivers) {
    const auto old = std::ranges::find_if(senders_, [&](const auto& sender) { return sender->settings == receiver; });
    kept.push_back(old != senders_.end() ? *old : std::make_shared<Sender>(around_.loop, receiver));
  }
  for (const auto& sender : senders_) {
    if (std::ranges::find(kept, sender) != kept.end()) continue;
    sender->interrupt();
    given_up_.push_back(sender);
  }
  senders_ = std::move(kept);
  wake();
}

void Senders::wake() {
  bury();
  if (stopped_) return;
  for (const auto& sender : senders_) begin(sender);
  measure();
}

void Senders::begin(const std::shared_ptr<Sender>& sender) {
  if (stopped_ || around_.guard.is_damaged() || sender->stop.stop_requested()) return;
  if (sender->busy) {
    sender->again = true;
    return;
  }
  // The loop may give the sender up while its thread runs; the result must still find it.
  sender->busy = sender->thread.submit([this, s = sender.get()] { return go_round(*s); },
                                       [this, sender](const Round& round) { finish(sender, round); });
}

Senders::Round Senders::go_round(Sender& sender) const {
  Round round;
  if (!sender.store) {
    auto opened =
        storage::Store::open(store_url_, storage::OpenMode::read_write, {.quick_check = false, .server_clock = true});
    if (!opened) {
      round.trouble = around_.guard.met(opened.error());
      return round;
    }
    sender.store = std::move(*opened);
  }
  round.report = sender.dispatcher.dispatch(*sender.store, around_.clock, sender.stop.get_token());
  std::optional<storage::StoreFault> fault = round.report.store_fault;
  const auto every = sender.receiver().refresh_every();
  const bool refresh_due = every && (!sender.refreshed || around_.clock.steady() >= *sender.refreshed + *every);
  if (!fault && refresh_due && !sender.stop.stop_requested()) {
    const auto alerts = told_alerts(*sender.store, sender.settings);
    if (alerts) {
      const auto done = sender.receiver().refresh(*alerts, around_.clock.now());
      if (!done) round.trouble = "what stands was not sent again: " + done.error().found;
      sender.refreshed = around_.clock.steady();
    } else {
      fault = alerts.error();
    }
  }
  if (fault) {
    round.trouble = around_.guard.met(*fault);
    if (fault->reopen) sender.store.reset();
  }
  return round;
}

void Senders::finish(const std::shared_ptr<Sender>& sender, const Round& round) {
  sender->busy = false;
  const std::string& name = sender->settings.name;
  around_.metrics.count_notices(name, round.report.delivered, round.report.failed, round.report.given_up);
  // Once, and not at every look: a receiver may be down for days.
  if (round.trouble != sender->trouble && !round.trouble.empty()) spdlog::error("receiver {}: {}", name, round.trouble);
  sender->trouble = round.trouble;
  measure();
  if (stopped_) return end_when_idle();
  begin_later(sender, round);
  if (std::exchange(sender->again, false)) begin(sender);
}

// Sooner than the daemon's next look, where the round knows when.
void Senders::begin_later(const std::shared_ptr<Sender>& sender, const Round& round) {
  std::optional<std::chrono::microseconds> delay;
  if (round.report.next_try) delay = *round.report.next_try - around_.clock.now();
  if (const auto every = sender->receiver().refresh_every())
    delay = std::min<std::chrono::microseconds>(delay.value_or(*every), *every);
  if (!delay || sender->timer) return;
  sender->timer = true;
  const auto whole = std::chrono::ceil<std::chrono::milliseconds>(*delay);
  around_.loop.after(std::max<std::chrono::milliseconds>(whole, kLeastDelay), [this, sender] {
    sender->timer = false;
    begin(sender);
  });
}

// On the store thread, so that a sender that hangs is seen to have a backlog.
void Senders::measure() {
  if (measuring_ || stopped_) return;
  measuring_ = around_.store_thread.submit(
      [this] { return around_.store.receiver_backlogs(); },
      [this](const std::expected<std::vector<storage::ReceiverBacklog>, storage::StoreFault>& backlogs) {
        measuring_ = false;
        if (backlogs) {
          show(*backlogs);
        } else {
          around_.guard.met(backlogs.error());
        }
      });
}

void Senders::show(const std::vector<storage::ReceiverBacklog>& backlogs) {
  const trade::Instant now = around_.clock.now();
  for (const auto& sender : senders_) {
    const auto holds = [&](const auto& row) { return row.receiver == sender->settings.name; };
    if (std::ranges::none_of(backlogs, holds)) around_.metrics.set_outbox(sender->settings.name, 0, std::nullopt);
  }
  for (const storage::ReceiverBacklog& row : backlogs) {
    const auto serves = [&](const auto& sender) { return sender->settings.name == row.receiver; };
    if (row.queued == 0 && std::ranges::none_of(senders_, serves)) {
      around_.metrics.forget_receiver(row.receiver);
      continue;
    }
    std::optional<double> age_s;
    if (row.oldest) age_s = std::chrono::duration<double>(std::max(now - *row.oldest, now - now)).count();
    around_.metrics.set_outbox(row.receiver, row.queued, age_s);
  }
}

// A thread that is joined while it still delivers would hold up the loop.
void Senders::bury() {
  std::erase_if(given_up_, [](const auto& sender) {
    if (!sender->busy) sender->thread.drain();
    return !sender->busy;
  });
}

void Senders::stop(std::function<void()> done) {
  stopped_ = true;
  done_ = std::move(done);
  for (const auto& sender : senders_) sender->stop.request_stop();
  around_.loop.after(kPatience, [this] {
    for (const auto& sender : senders_) sender->interrupt();
  });
  end_when_idle();
}

void Senders::end_when_idle() {
  const auto busy = [](const auto& sender) { return sender->busy; };
  if (!done_ || std::ranges::any_of(senders_, busy)) return;
  std::exchange(done_, nullptr)();
}

void Senders::drain() {
  stopped_ = true;
  for (const auto& sender : senders_) sender->interrupt();
  for (const auto& sender : senders_) sender->thread.drain();
  for (const auto& sender : given_up_) sender->thread.drain();
}

}  // namespace tradewatch::cli
