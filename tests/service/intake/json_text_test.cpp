#include "service/intake/json_text.h"

#include <gmock/gmock.h>
#include <boost/json/serialize.hpp>

#include <cmath>
#include <random>

#include "service/intake/encoding.h"
#include "service/intake/limits.h"

namespace tradewatch::intake {
namespace {

using ::testing::HasSubstr;

// The value written again, or its fault as a report prints it.
std::string read(std::string_view bytes) {
  const auto value = parse_json(bytes);
  return value ? boost::json::serialize(*value) : to_text(value.error(), "f");
}

std::string number(std::string_view text) {
  const auto value = parse_json(text);
  return value ? scalar_text(*value).value_or("not a scalar") : to_text(value.error(), "f");
}

TEST(JsonText, ReadsUtf8WithAByteOrderMarkOrWithout) {
  EXPECT_EQ(read("{\"a\": [1, null, true, \"T\u00fcrkiye\"]}\n"), "{\"a\":[1,null,true,\"T\u00fcrkiye\"]}");
  EXPECT_EQ(read("\xEF\xBB\xBF[1]"), "[1]");
  EXPECT_THAT(read("\xEF\xBB\xBF\xEF\xBB\xBF[1]"), HasSubstr("one byte order mark at most"));
}

TEST(JsonText, NumbersLoseNothingThatTheSourceWrote) {
  EXPECT_EQ(number("6804128143.0"), "6804128143");
  EXPECT_EQ(number("912208653.293"), "912208653.293");
  EXPECT_EQ(number("9007199254740993"), "9007199254740993");  // 2^53 + 1: no double
  EXPECT_EQ(number("18446744073709551615"), "18446744073709551615");
  EXPECT_EQ(number("0.1"), "0.1");
  EXPECT_EQ(number("1.5E+7"), "15000000");
  EXPECT_EQ(number("-0.0"), "-0");
  EXPECT_EQ(number("1e-20"), "1e-20");
  EXPECT_EQ(number("null"), "");
  EXPECT_EQ(number("\"0012\""), "0012");
  EXPECT_EQ(number("[1]"), "not a scalar");
}

// An identity: what the shortest text of a double is read as is that double.
TEST(JsonText, EveryDoubleComesBackAsItWas) {
  constexpr unsigned kSeed = 7;
  RecordProperty("seed", static_cast<int>(kSeed));
  std::mt19937_64 random(kSeed);
  std::uniform_real_distribution<double> magnitude(-3.0, 15.0);
  for (int round = 0; round < 20'000; ++round) {
    const double drawn = std::pow(10.0, magnitude(random));
    const std::string text = scalar_text(drawn).value();
    ASSERT_EQ(number(text), text) << "round " << round;
    ASSERT_EQ(std::stod(text), drawn);
  }
}

TEST(JsonText, FaultsSayLineAndColumnOfTheByte) {
  EXPECT_THAT(read("{\"a\": 1,\n \"b\": NaN}"), HasSubstr("f:2:7: found \"NaN}\", expected JSON as RFC 8259 has it"));
  EXPECT_THAT(read("{\"a\": 1,\n"), HasSubstr("f:2:1: found \"the end of the document\", expected the rest"));
  EXPECT_THAT(read("[1] [2]"), HasSubstr("f:1:5: found \"[2]\", expected nothing behind the end"));
  EXPECT_THAT(read("[\"\xFF\"]"), HasSubstr("f:1:3: found \"\\xFF\"]\", expected UTF-8"));
  EXPECT_THAT(read(std::string_view("{\0\"\0a\0\"\0:\0001\0}\0 \0", 16)), HasSubstr("found \"UTF-16\""));
}

TEST(JsonText, RefusesANameThatStandsTwiceInOneObject) {
  EXPECT_THAT(read("[{\"v\": 1},\n {\"v\": 1, \"w\": {\"v\": 2}, \"v\": 2}]"),
              HasSubstr("expected each name once in an object; \"v\" stands twice"));
  EXPECT_THAT(read("{\"\": 1, \"\": 2}"), HasSubstr("each name once"));
  EXPECT_THAT(read("{\"ab\": 1, \"a\\u0062\": 2}"), HasSubstr("\"ab\" stands twice"));
  EXPECT_EQ(read("[{\"v\":{\"v\":1}},{\"v\":2}]"), "[{\"v\":{\"v\":1}},{\"v\":2}]");
}

TEST(JsonText, RefusesWhatIsTooDeepOrTooLarge) {
  const auto nested = [](std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
  EXPECT_EQ(read(nested(kMaxJsonDepth)), nested(kMaxJsonDepth));
  EXPECT_THAT(read(nested(kMaxJsonDepth + 1)), HasSubstr("at most 32 objects and arrays"));
  EXPECT_THAT(read(std::string(1'000'000, '[')), HasSubstr("at most 32"));
  EXPECT_THAT(read(std::string(kMaxDocumentBytes + 1, ' ')), HasSubstr("67108865 bytes"));
}

TEST(JsonText, SurvivesDamageOfEveryKind) {
  constexpr unsigned kSeed = 11;
  RecordProperty("seed", static_cast<int>(kSeed));
  std::mt19937 random(kSeed);
  const std::string whole = "{\"count\": 1, \"data\": [{\"period\": \"202601\", \"v\": -1.5e3, \"n\": \"a\\u00e9\"}]}";
  const std::string spice = "\"{}[],:\\u0-+eE. \xC3\n";
  for (int round = 0; round < 20'000; ++round) {
    std::string bytes = whole;
    for (int i = 0; i <= round % 3; ++i) {
      const std::size_t at = random() % bytes.size();
      if (random() % 2 == 0)
        bytes.insert(at, 1, spice[random() % spice.size()]);
      else
        bytes.erase(at, 1 + random() % 4);
      if (bytes.empty()) bytes = "x";
    }
    const auto value = parse_json(bytes);
    if (value) continue;
    ASSERT_EQ(first_bad_byte(to_text(value.error(), "f")), std::nullopt) << "round " << round;
  }
}

}  // namespace
}  // namespace tradewatch::intake
