// One line a notice, at the level of its severity, whatever the body holds.

#include "service/delivery/log_receiver.h"

#include <spdlog/logger.h>
#include <spdlog/sinks/ostream_sink.h>

#include "tests/service/delivery/places.h"

namespace tradewatch::delivery {
namespace {

const trade::Instant kNow = at("2026-03-01T09:00:00Z");

class Log : public testing::Test {
 protected:
  Log() : logger_("test", std::make_shared<spdlog::sinks::ostream_sink_st>(lines_)), receiver_("journal", logger_) {
    logger_.set_pattern("%l|%v");
  }
  auto deliver(const std::string& body) { return receiver_.deliver(notice("n1", body), kNow); }

  std::ostringstream lines_;
  spdlog::logger logger_;
  LogReceiver receiver_;
};

TEST_F(Log, WritesOneLineWithFieldsAtTheLevelOfTheSeverity) {
  ASSERT_TRUE(deliver(R"json({"text":"very unlikely (2 %)","target":"pak-kaz","rule":"critical",)json"
                      R"json("state":"firing","severity":"critical"})json"));
  ASSERT_TRUE(deliver(R"({"text":"late","severity":"warning"})"));
  ASSERT_TRUE(deliver(R"({"text":"weekly report","severity":"info"})"));
  ASSERT_TRUE(deliver(R"({"text":"no severity"})"));
  EXPECT_EQ(lines_.str(),
            "critical|very unlikely (2 %) target=pak-kaz rule=critical state=firing notice=n1\n"
            "warning|late notice=n1\ninfo|weekly report notice=n1\ninfo|no severity notice=n1\n");
}

TEST_F(Log, KeepsANoticeToOneLineAndItsValuesApart) {
  ASSERT_TRUE(deliver(R"({"text":"first\nsecond {} %v","target":"a b\" rule=forged\n"})"));
  EXPECT_EQ(lines_.str(), "info|first second {} %v target=\"a b\\\" rule=forged\\n\" notice=n1\n");
}

TEST_F(Log, RefusesForGoodWhatHasNoText) {
  for (const char* body : {"not json", "[]", "{}", R"({"text":5})", ""}) {
    const auto answer = deliver(body);
    ASSERT_FALSE(answer) << body;
    EXPECT_TRUE(answer.error().permanent);
    EXPECT_FALSE(answer.error().found.empty());
  }
  EXPECT_EQ(lines_.str(), "");
}

}  // namespace
}  // namespace tradewatch::delivery
