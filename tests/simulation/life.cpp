#include "tests/simulation/life.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <array>

#include "models/trade/figure_checks.h"
#include "service/watch/embedded.h"
#include "service/watch/import_document.h"
#include "service/watch/threads.h"

namespace tradewatch::simulation {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr int kWritesOfACall = 30;  // some fault comes within
constexpr int kMostTries = 6;
constexpr int kMostRounds = 400;  // of delivery, in the end
constexpr std::uint64_t kTroubleSalt = 0x74726f75626c65;

struct Died {};  // the program, with a notice in its hands

// Takes what it is handed, but for those times when it does not, or does and does not say so.
class InMemory final : public delivery::Receiver {
 public:
  InMemory(std::string name, Hearing& hearing, Dice* trouble, trade::Instant true_now)
      : name_(std::move(name)), hearing_(hearing), trouble_(trouble), true_now_(true_now) {}
  [[nodiscard]] const std::string& name() const override { return name_; }
  [[nodiscard]] delivery::Delivery deliver(const storage::NoticeRow& notice, trade::Instant) override {
    delivery::DeliveryFault fault{"no answer", "an answer", "wait", false, {}};
    if (hearing_.down_until && true_now_ < *hearing_.down_until) {
      if (trouble_ != nullptr && trouble_->one_in(4)) fault.retry_after = minutes(trouble_->from_to(1, 600));
      return std::unexpected(fault);
    }
    if (trouble_ != nullptr && trouble_->one_in(8)) return std::unexpected(fault);
    hearing_.notices.emplace_back(notice.id, notice.body);
    if (trouble_ != nullptr && trouble_->one_in(20)) throw Died{};
    if (trouble_ != nullptr && trouble_->one_in(20)) return std::unexpected(fault);
    return delivery::Receipt{"ok"};
  }
  void at(trade::Instant true_now) { true_now_ = true_now; }

 private:
  std::string name_;
  Hearing& hearing_;
  Dice* trouble_;
  trade::Instant true_now_;
};

targets::Component component(trade::Flow flow) {
  targets::Component c;
  c.source = "kaz-bns";
  c.reporter = trade::Country("KAZ");
  c.partner = trade::Country("PAK");
  c.flow = flow;
  return c;
}

settings::Settings first_settings() {
  settings::Settings s;
  targets::Target t;
  t.id = "t";
  t.title = "1.2 billion in a year";
  t.amount_usd = kAmountUsd;
  t.announced = trade::last_day(kLifeFrom - 1);
  t.window = {kLifeFrom + (kLifeMonths - 12), kLifeFrom + (kLifeMonths - 1)};
  t.components = {component(trade::Flow::export_), component(trade::Flow::import_)};
  s.targets = {t};
  settings::Receiver all, urgent, late;
  all.name = "all";
  urgent.name = "urgent";
  urgent.severity = settings::Severity::critical;
  late.name = "late";
  late.rules = {alerts::Rule::stale, alerts::Rule::off_track};
  s.receivers = {all, urgent, late};
  return s;
}

std::vector<Listener> listeners() {
  return {{"all", {Watched::off_track, Watched::critical, Watched::stale}},
          {"urgent", {Watched::critical}},
          {"late", {Watched::off_track, Watched::stale}}};
}

trade::Instant beginning() { return trade::Instant(trade::last_day(kLifeFrom - 1)) + hours(9); }
trade::Instant ending() { return trade::Instant(trade::last_day(kLifeFrom + (kLifeMonths - 1))); }

}  // namespace

Tally& Tally::operator+=(const Tally& o) {
  for (const auto part : {&Tally::steps, &Tally::documents, &Tally::refused, &Tally::duplicates, &Tally::assessments,
                          &Tally::transitions, &Tally::notices, &Tally::repeats, &Tally::given_up, &Tally::silences,
                          &Tally::acknowledgements, &Tally::restarts, &Tally::faults, &Tally::jumps, &Tally::settings})
    this->*part += o.*part;
  return *this;
}

Life::Life(std::uint64_t seed, Trouble trouble, Assessor& assessor)
    : world_(seed),
      trouble_(seed ^ kTroubleSalt),
      troubled_(trouble == Trouble::plenty),
      publisher_(seed + 1),
      assessor_(assessor),
      settings_(first_settings()),
      model_(listeners(), assessor),
      clock_(beginning()),
      out_until_(std::chrono::floor<days>(beginning())) {}

Life::~Life() {
  for (const auto& [sql, statement] : questions_) sqlite3_finalize(statement);
  sqlite3_close(reader_);
}

std::string Life::live() {
  start();
  waiting_.push_back(publisher_.history());
  while (wrong_.empty() && clock_.now() - set_wrong_ < ending()) step();
  if (wrong_.empty()) deliver_rest();
  if (wrong_.empty()) check_transitions();
  if (wrong_.empty()) check_deliveries();
  if (wrong_.empty()) check_last_words();
  return wrong_;
}

// The program comes up on what the store holds.
void Life::start() {
  for (int tries = 0; tries < kMostTries && !store_; ++tries) {
    auto opened = storage::Store::open("sqlite:" + (folder_.path() / "s.db").string(), storage::OpenMode::read_write,
                                       {.quick_check = false});
    if (opened) store_ = std::move(*opened);
  }
  if (!store_) return wrong("the store does not open");
  std::vector<std::unique_ptr<delivery::Receiver>> receivers;
  for (const settings::Receiver& r : settings_.receivers)
    receivers.push_back(std::make_unique<InMemory>(r.name, hearings_[r.name], troubled_ ? &trouble_ : nullptr,
                                                   clock_.now() - set_wrong_));
  dispatcher_.emplace(std::move(receivers));
  newest_.reset();
  behind_ = true;
}

void Life::restart() {
  ++tally_.restarts;
  dispatcher_.reset();
  store_.reset();
  start();
}

// The same call again until it succeeds. A fault is injected into the first try alone.
template <typename Action>
auto Life::in_spite_of_faults(const Action& action) {
  if (troubled_ && trouble_.one_in(80)) restart();
  for (int tries = 1;; ++tries) {
    const bool failing = troubled_ && tries == 1 && trouble_.one_in(12);
    if (failing) {
      disk_.fail({std::nullopt, trouble_.from_to(1, kWritesOfACall), trouble_.one_in(2),
                  trouble_.one_in(2) ? SQLITE_FULL : SQLITE_IOERR_WRITE});
    }
    auto result = action();
    if (failing) {
      tally_.faults += disk_.has_failed() ? 1 : 0;
      disk_.work();
    }
    if (result || tries == kMostTries) {
      if (!result) wrong("after " + std::to_string(tries) + " tries: " + result.error().found);
      return result;
    }
    if (trouble_.one_in(2)) restart();
  }
}

void Life::wrong(const std::string& what) {
  if (wrong_.empty()) wrong_ = fmt::format("step {}, {}: {}", tally_.steps, trade::format_instant(clock_.now()), what);
}

void Life::step() {
  ++tally_.steps;
  clock_.advance(days(world_.from_to(0, 7)) + hours(world_.from_to(1, 20)) + seconds(world_.below(3600)));
  move_clock();
  const trade::Instant true_now = clock_.now() - set_wrong_;
  import_what_came(std::chrono::floor<days>(true_now));
  if (world_.one_in(60)) away_until_ = true_now + days(world_.from_to(1, 70));
  if (true_now < away_until_) return;
  if (wrong_.empty()) bring_up_to_date();
  if (wrong_.empty()) let_time_pass();
  people();
  if (troubled_) {
    for (auto& [name, hearing] : hearings_)
      if (trouble_.one_in(50)) hearing.down_until = true_now + days(trouble_.from_to(1, 12));
  }
  for (int round = 0; round < 2 && wrong_.empty(); ++round) {
    dispatch();
    clock_.advance(minutes(world_.from_to(1, 90)));
  }
  if (wrong_.empty()) compare("delivery");
}

// Somebody, or something, sets the clock wrong by hours or by more than a year, and right again.
void Life::move_clock() {
  const trade::Instant true_now = clock_.now() - set_wrong_;
  if (set_right_at_ && true_now >= *set_right_at_) {
    set_wrong_ = seconds(0);
    set_right_at_.reset();
    clock_.set(true_now);
  } else if (!set_right_at_ && world_.one_in(50)) {
    ++tally_.jumps;
    const auto by = world_.one_in(2) ? hours(world_.from_to(1, 48)) : hours(world_.from_to(3, 420) * 24);
    set_wrong_ = world_.one_in(2) ? by : -by;
    set_right_at_ = true_now + hours(world_.from_to(1, 600));
    clock_.set(true_now + set_wrong_);
  }
}

void Life::import_what_came(trade::Date true_day) {
  for (; out_until_ < true_day; out_until_ += days(1)) {
    for (Document& d : publisher_.come_out(out_until_ + days(1))) waiting_.push_back(std::move(d));
  }
  const trade::Date today = std::chrono::floor<days>(clock_.now());
  std::vector<Document> refused;
  for (Document& document : waiting_) {
    intake::ReadOptions options;
    options.document = document.name;
    options.taken_date = today;
    const std::string bytes = document.bytes();
    const auto report = in_spite_of_faults(
        [&] { return watch::import_document(*store_, bytes, options, clock_.now(), watch::Dry::no); });
    if (!report) return;
    using Outcome = intake::DocumentReport::Outcome;
    const bool of_the_future = document.published > today + days(trade::kPublishedToleranceDays);
    if ((report->outcome == Outcome::refused) != of_the_future)
      return wrong(fmt::format("{} is {}refused", document.name, of_the_future ? "not " : ""));
    if (of_the_future) {
      ++tally_.refused;
      refused.push_back(std::move(document));  // offered again later
      continue;
    }
    ++tally_.documents;
    tally_.duplicates += report->outcome == Outcome::duplicate ? 1 : 0;
    model_.take(document, store_->sequence().value());
    behind_ = true;
  }
  waiting_ = std::move(refused);
}

// As the daemon does it: where documents came, settings changed, or the program started.
std::expected<void, storage::StoreFault> Life::catch_up() {
  if (!behind_) return {};
  const auto assess = [&](const targets::AssessmentInput& input, const growth::PanelPrior&, const targets::Runner&) {
    return assessor_(input);
  };
  auto done = watch::catch_up(*store_, settings_, settings_.targets.front(), watch::shipped_prior(),
                              watch::side_by_side(1), clock_.now(), newest_, assess);
  if (!done) return std::unexpected(done.error());
  newest_ = std::move(done->newest);
  behind_ = false;
  tally_.assessments += done->assessments;
  return {};
}

void Life::bring_up_to_date() {
  if (!in_spite_of_faults([&] { return catch_up(); })) return;
  model_.catch_up(settings_.targets.front(), clock_.now());
  compare("catching up");
}

void Life::let_time_pass() {
  const auto passed = in_spite_of_faults([&]() -> std::expected<bool, storage::StoreFault> {
    if (const auto done = catch_up(); !done) return std::unexpected(done.error());  // after a restart
    return watch::let_time_pass(*store_, settings_, newest_->assessment, clock_.now());
  });
  if (!passed) return;
  model_.pass_time(settings_.targets.front(), clock_.now());
  compare("letting time pass");
}

void Life::people() {
  const trade::Instant now = clock_.now();
  if (world_.one_in(5)) {
    const Watched rule = kWatched[static_cast<std::size_t>(world_.below(3))];
    std::optional<trade::Instant> until;
    if (world_.one_in(2)) until = now + days(world_.from_to(5, 90));
    const auto done = store_->acknowledge({"t." + name_of(rule), "Aigul", "seen", now, until});
    const bool expected = model_.acknowledge(rule, until);
    if (!done || *done != expected) return wrong("acknowledging " + name_of(rule) + " is not as expected");
    tally_.acknowledgements += expected ? 1 : 0;
  }
  if (world_.one_in(25)) silence();
  if (!model_.silences.empty() && world_.one_in(40)) {
    auto& last = model_.silences.back();
    const bool open = !last.ended && last.ends > now;
    const auto done = store_->end_silence(last.id, now, "Bilal");
    if (!done || *done != open) return wrong("ending silence " + last.id + " is not as expected");
    if (open) last.ended = now;
  }
  if (world_.one_in(60)) change_settings();
}

void Life::silence() {
  static constexpr std::array<const char*, 5> kRules = {"", "", "off_track", "critical", "stale"};
  static constexpr std::array<const char*, 4> kReceivers = {"", "all", "urgent", "late"};
  const trade::Instant now = clock_.now();
  storage::Silence s;
  s.id = fmt::format("s{}", ++tally_.silences);
  s.target = world_.one_in(2) ? "t" : "";
  s.rule = kRules[static_cast<std::size_t>(world_.below(5))];
  s.receiver = kReceivers[static_cast<std::size_t>(world_.below(4))];
  s.starts = now + days(world_.one_in(3) ? world_.from_to(1, 20) : 0);
  s.ends = s.starts + hours(world_.from_to(5, 2000));
  s.author = "Bilal";
  s.reason = "the office moves";
  s.created = now;
  if (!store_->add_silence(s)) return wrong("a silence was not taken");
  model_.silences.push_back(s);
}

void Life::change_settings() {
  ++tally_.settings;
  newest_.reset();
  behind_ = true;
  targets::Target& target = settings_.targets.front();
  targets::AlertSettings& alert = target.alert;
  switch (world_.below(6)) {
    case 0:
      alert.persist = world_.from_to(1, 3);
      break;
    case 1:
      alert.probability_below = world_.one_in(2) ? 0.33 : 0.25;
      alert.probability_clear = alert.probability_below + 0.07;
      break;
    case 2:
      alert.remind_every_days = world_.from_to(7, 40);
      break;
    case 3:
      alert.stale_after_days = world_.from_to(50, 90);
      break;
    case 4:
      target.amount_usd = kAmountUsd * world_.from_to(90, 110) / 100.0;
      break;
    default:
      target.title += ".";
      break;
  }
}

void Life::dispatch() {
  for (const auto& receiver : dispatcher_->receivers())
    dynamic_cast<InMemory&>(*receiver).at(clock_.now() - set_wrong_);
  try {
    static_cast<void>(in_spite_of_faults([&]() -> std::expected<void, storage::StoreFault> {
      const auto report = dispatcher_->dispatch(*store_, clock_);
      tally_.given_up += report.given_up;
      if (report.store_fault) return std::unexpected(*report.store_fault);
      return {};
    }));
  } catch (const Died&) {
    disk_.work();
    restart();
  }
}

// The clock is right, receivers answer, silences end: what is owed must come.
void Life::deliver_rest() {
  clock_.set(clock_.now() - set_wrong_);
  set_wrong_ = seconds(0);
  trade::Instant end = clock_.now() + days(1);
  for (const storage::Silence& s : model_.silences) end = std::max(end, s.ends + hours(1));
  clock_.set(end);
  import_what_came(std::chrono::floor<days>(ending()));
  if (wrong_.empty()) bring_up_to_date();
  if (wrong_.empty()) let_time_pass();
  for (auto& [name, hearing] : hearings_) hearing.down_until.reset();
  for (int round = 0; round < kMostRounds && wrong_.empty(); ++round) {
    if (store_->outbox_backlog().value().queued == 0) return;
    dispatch();
    clock_.advance(minutes(61));
  }
  if (wrong_.empty()) wrong("notices wait for ever");
}

}  // namespace tradewatch::simulation
