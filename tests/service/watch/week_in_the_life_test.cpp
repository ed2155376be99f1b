// A week in the life of an alert, hour by hour with a clock that is told the time: a late figure, a bad one, a receiver
// that is down for two days, an acknowledgement, a silence, two good figures.
//
// The store, the path, the dispatcher and the receivers are the real ones; a webhook, an Alertmanager and a mail server
// stand in on loopback. The target is made up: 12 million US dollars a month against a billion in a year.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <cstdlib>
#include <filesystem>

#include "service/delivery/dispatcher.h"
#include "service/delivery/receivers.h"
#include "service/report/alert_history.h"
#include "service/watch/alert_requests.h"
#include "service/watch/catch_up.h"
#include "service/watch/embedded.h"
#include "service/watch/import_document.h"
#include "service/watch/threads.h"
#include "tests/service/delivery/http_stub.h"
#include "tests/service/delivery/smtp_stub.h"
#include "tests/service/watch/made_releases.h"

// fontconfig, which lays out the chart in the mail, keeps its fonts to the end of the process.
extern "C" const char* __lsan_default_suppressions() { return "leak:libfontconfig\n"; }

namespace tradewatch::watch {
namespace {

using std::chrono::days;
using std::chrono::hours;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;

class WeekInTheLife : public testing::Test {
 protected:
  WeekInTheLife() {
    std::string pattern = testing::TempDir() + "week-XXXXXX";
    folder_ = ::mkdtemp(pattern.data());
    store_.emplace(
        storage::Store::open("sqlite:" + (folder_ / "s.db").string(), storage::OpenMode::read_write).value());
    settings_.targets = {made_target()};
    settings_.targets[0].alert.stale_after_days = 40;
    add(settings::ReceiverType::webhook, "hook", hook_.url());
    add(settings::ReceiverType::alertmanager, "mirror", alertmanager_.url(""));
    settings::Receiver& mail = add(settings::ReceiverType::email, "mail", mail_.url());
    mail.from = "tradewatch@example.org";
    mail.to = {"minister@example.org"};
    mail.tls = settings::MailTls::never;
  }
  ~WeekInTheLife() override {
    store_.reset();
    std::filesystem::remove_all(folder_);
  }

  settings::Receiver& add(settings::ReceiverType type, const std::string& name, const std::string& url) {
    settings::Receiver receiver;
    receiver.name = name;
    receiver.type = type;
    receiver.url = url;
    receiver.rules = {alerts::Rule::off_track, alerts::Rule::critical, alerts::Rule::stale};
    settings_.receivers.push_back(receiver);
    return settings_.receivers.back();
  }

  void publish(const std::string& body) {
    intake::ReadOptions options;
    options.document = "release.csv";
    options.taken_date = std::chrono::floor<days>(clock_.now());
    const auto report = import_document(*store_, kMadeHeader + body, options, clock_.now(), Dry::no);
    ASSERT_TRUE(report);
    ASSERT_NE(report->outcome, intake::DocumentReport::Outcome::refused) << intake::to_text(*report);
    auto done = catch_up(*store_, settings_, settings_.targets[0], shipped_prior(), side_by_side(2), clock_.now());
    ASSERT_TRUE(done);
    newest_ = done->newest->assessment;
  }

  // What the daemon does while nothing comes: looks at the time, and sends what is due.
  void live(hours length) {
    for (hours passed{0}; passed < length; passed += hours(1)) {
      ASSERT_TRUE(let_time_pass(*store_, settings_, newest_, clock_.now()));
      for (const settings::Receiver& receiver : settings_.receivers) {
        std::vector<std::unique_ptr<delivery::Receiver>> one;
        one.push_back(delivery::make_receiver(receiver));
        EXPECT_FALSE(delivery::Dispatcher(std::move(one)).dispatch(*store_, clock_).store_fault);
      }
      clock_.advance(hours(1));
    }
  }

  // What the webhook took, in order: kind and rules.
  std::vector<std::string> hooked() {
    std::vector<std::string> out;
    for (const std::string& body : taken_) {
      const boost::json::value notice = boost::json::parse(body);
      std::string line(notice.at("kind").as_string());
      for (const auto& alert : notice.at("alerts").as_array()) line += " " + std::string(alert.at("rule").as_string());
      out.push_back(line);
    }
    return out;
  }
  std::vector<std::string> subjects() {
    std::vector<std::string> out;
    for (const delivery::TakenMail& mail : mail_.mails()) {
      const std::size_t from = mail.data.find("\r\nSubject: ") + 11;
      out.push_back(mail.data.substr(from, mail.data.find("\r\n", from) - from));
    }
    return out;
  }

  std::filesystem::path folder_;
  std::optional<storage::Store> store_;
  settings::Settings settings_;
  targets::Assessment newest_;
  runtime::ManualClock clock_{*trade::parse_instant("2026-07-15T08:00:00Z")};
  std::atomic<bool> hook_down_ = false;
  std::vector<std::string> taken_;  // bodies that the webhook answered with 200
  delivery::HttpStub hook_{[this](const delivery::HttpRequest& request, std::size_t) {
    if (hook_down_) return delivery::http("503 Service Unavailable");
    taken_.push_back(request.body);
    return delivery::http("200 OK");
  }};
  delivery::HttpStub alertmanager_{{delivery::http("200 OK")}};
  delivery::SmtpStub mail_;
};

TEST_F(WeekInTheLife, IsToldInOrderToEveryReceiverAndReadsBackWhole) {
  std::string base;
  for (trade::Month m(2023, 1); m <= trade::Month(2026, 4); m = m + 1) base += made_rows(m, 4.0, 8.0, "2026-07-15");
  publish(base);  // a first bad release: pending
  live(hours(2));
  EXPECT_THAT(hooked(), testing::IsEmpty());

  clock_.set(*trade::parse_instant("2026-08-25T08:00:00Z"));  // 41 days later
  live(hours(12));
  EXPECT_THAT(hooked(), ElementsAre("firing stale"));

  hook_down_ = true;
  publish(made_rows(trade::Month(2026, 5), 1, 2, "2026-08-25"));
  live(hours(24));
  EXPECT_THAT(hooked(), SizeIs(1)) << "it is down";
  EXPECT_THAT(mail_.mails(), SizeIs(3)) << "and holds the others back in nothing";
  const auto seen =
      checked(AcknowledgeRequest{"t.critical", "Aisha", "the minister knows", ""}, settings_, clock_.now());
  ASSERT_TRUE(seen && store_->acknowledge(*seen).value());
  const auto hush = checked(
      SilenceRequest{"t", "", "mail", "", trade::format_instant(clock_.now() + hours(36)), "Bolat", "too many mails"},
      settings_, clock_.now());
  ASSERT_TRUE(hush && store_->add_silence(*hush));
  live(hours(24));
  hook_down_ = false;
  live(hours(2));
  EXPECT_THAT(hooked(), ElementsAre("firing stale", "firing critical off_track", "resolved stale"));

  publish(made_rows(trade::Month(2026, 6), 600, 600, "2026-08-27"));  // reaches the amount: recovering
  live(hours(1));
  publish(
      made_rows(trade::Month(2026, 7), 150, 150, "2026-08-28"));  // and again: resolved, inside the silence of the mail
  live(hours(1));
  EXPECT_THAT(hooked(), ElementsAre("firing stale", "firing critical off_track", "resolved stale",
                                    "resolved critical off_track"));
  EXPECT_THAT(subjects(), SizeIs(3)) << "kept back";
  live(hours(48));
  ASSERT_THAT(subjects(), SizeIs(4));
  EXPECT_THAT(subjects()[3], HasSubstr("Resolved")) << "told afterwards, since the problem was told";

  const auto alerts = store_->alerts(std::nullopt).value();
  for (const storage::AlertRow& alert : alerts) {
    if (alert.rule == "critical" || alert.rule == "off_track" || alert.rule == "stale") {
      EXPECT_EQ(alert.state, "resolved");
      EXPECT_FALSE(alert.acknowledged) << "it ended with the alert";
    }
  }
  const auto transitions = store_->transitions(std::nullopt, 1000).value();
  const auto events = store_->alert_events(std::nullopt, 1000).value();
  const std::string history = report::history_table(report::history_of(transitions, events, 1000));
  EXPECT_THAT(history, AllOf(HasSubstr("inactive -> pending"), HasSubstr("pending -> firing"),
                             HasSubstr("firing -> recovering"), HasSubstr("recovering -> resolved"),
                             HasSubstr("by Aisha: the minister knows"), HasSubstr("by Bolat: too many mails"),
                             HasSubstr("the resolved notice to mail was kept back by silence"),
                             HasSubstr("that silence " + hush->id + " had kept back goes to mail")));
  std::set<std::string> ids;
  for (const delivery::HttpRequest& request : hook_.requests()) ids.insert(request.headers.at("webhook-id"));
  EXPECT_EQ(ids.size(), taken_.size()) << "every try under one id";
  EXPECT_GT(hook_.requests().size(), taken_.size() + 10) << "tried while it was down";
  const auto posted = alertmanager_.requests();
  EXPECT_THAT(posted.back().body, HasSubstr("tradewatch_critical"));
}

}  // namespace
}  // namespace tradewatch::watch
