#include "service/cli/send_test.h"

#include <fmt/format.h>

#include <boost/json.hpp>

#include "service/delivery/receivers.h"
#include "service/intake/digest.h"
#include "service/wording/notice_words.h"

namespace tradewatch::cli {
namespace {

constexpr std::string_view kKind = "test";
constexpr std::size_t kIdLetters = 32;

storage::NoticeRow test_notice(const settings::Receiver& receiver, trade::Instant now) {
  const std::string at = trade::format_instant(now);
  const std::string text = wording::test_notice_text(wording::language_or_english(receiver.language));
  boost::json::object alert = {
      {"rule", kKind}, {"state", "firing"}, {"severity", "info"}, {"since", at}, {"text", text}};
  boost::json::object body;
  body["id"] = intake::sha256_hex(fmt::format("{}|{}|{}", kKind, receiver.name, at)).substr(0, kIdLetters);
  body["kind"] = kKind;
  body["target"] = "";
  body["title"] = "tradewatch";
  body["rule"] = kKind;
  body["state"] = "firing";
  body["severity"] = "info";
  body["at"] = at;
  body["sequence"] = 0;
  body["text"] = text;
  body["language"] = receiver.language;
  body["alerts"] = boost::json::array{std::move(alert)};
  body["figures"] = boost::json::array();
  storage::NoticeRow row;
  row.id = body["id"].as_string();
  row.kind = kKind;
  row.receiver = receiver.name;
  row.body = boost::json::serialize(body);
  row.queued = now;
  return row;
}

}  // namespace

std::vector<SentTest> send_tests(const std::vector<settings::Receiver>& receivers, const runtime::Clock& clock) {
  std::vector<SentTest> tests;
  for (const settings::Receiver& settings : receivers) {
    const auto receiver = delivery::make_receiver(settings);
    const trade::Instant now = clock.now();
    const auto sent = receiver->deliver(test_notice(settings, now), now);
    SentTest& test = tests.emplace_back(settings.name, sent.has_value(), "");
    test.said = sent ? sent->answer : delivery::sentence_of(sent.error());
  }
  return tests;
}

}  // namespace tradewatch::cli
