#include "service/intake/document_fault.h"

#include <gmock/gmock.h>

#include <boost/json/serialize.hpp>

#include "service/intake/encoding.h"
#include "service/intake/limits.h"
#include "service/intake/shown_text.h"

namespace tradewatch::intake {
namespace {

using ::testing::SizeIs;

TEST(DocumentFault, IsOneLineOfTextThatLeavesOutWhatItDoesNotSay) {
  EXPECT_EQ(to_text(Fault{3, 5, "value", "x", "digits", "write 1"}, "f.csv"),
            "f.csv:3:5: value: found \"x\", expected digits; write 1");
  EXPECT_EQ(to_text(Fault{3, 0, "", "x", "digits", ""}, "f.csv"), "f.csv:3: found \"x\", expected digits");
  EXPECT_EQ(to_text(Fault{0, 0, "", "x", "digits", ""}, "f.csv"), "f.csv: found \"x\", expected digits");
}

TEST(DocumentFault, HasOneJsonForm) {
  const Refusal refusal{"f\xFF.csv", {{3, 5, "value", "x", "digits", ""}}, 2};
  EXPECT_EQ(boost::json::serialize(to_json(report_of(refusal, "ab"))),
            R"({"document":"f\\xFF.csv","digest":"ab","outcome":"refused","figures":0,"stored":0,"revisions":0,)"
            R"("roundings":0,"withdrawals":0,"duplicates":0,"notes":[],"faults":[{"line":3,"column":5,)"
            R"("column_name":"value","found":"x","expected":"digits",)"
            R"("text":"f\\xFF.csv:3:5: value: found \"x\", expected digits"}],"more_faults":2})");
}

TEST(DocumentFault, ListKeepsTheFirstFaultsAndCountsTheOthers) {
  FaultList list;
  for (int line = 1; line <= 1500; ++line) list.add({line, 0, "", "", "", ""});
  const Refusal refusal = std::move(list).refusal("f.csv");
  EXPECT_THAT(refusal.faults, SizeIs(kMaxFaultsTold));
  EXPECT_EQ(refusal.more, 500U);
}

TEST(ShownText, LetsNoCharacterHide) {
  EXPECT_EQ(shown("a\xCF\xE0z"), "a\\xCF\\xE0z");
  EXPECT_EQ(shown("a\u200Bb\u00A0c\td"), "a<U+200B>b<U+00A0>c<U+0009>d");
  EXPECT_EQ(shown("T\u00FCrkiye"), "T\u00FCrkiye");
  EXPECT_EQ(shown("\u041AAZ"), "<U+041A>AZ");
  EXPECT_EQ(shown("\u041A\u0430\u0437"), "\u041A\u0430\u0437");  // a word of one script hides nothing
  EXPECT_EQ(shown("\u202Eabc"), "<U+202E>abc");
  EXPECT_EQ(shown("abcdef", 3), "abc...");
}

TEST(Encoding, FindsTheFirstByteThatIsNoUtf8) {
  using namespace std::string_view_literals;
  EXPECT_EQ(first_bad_byte("plain ascii text, longer than a word"), std::nullopt);
  EXPECT_EQ(first_bad_byte("caf\u00E9 \U0001F600"), std::nullopt);
  EXPECT_EQ(first_bad_byte("0123456789\0abc"sv), 10U);
  EXPECT_EQ(first_bad_byte("\0"sv), 0U);
  EXPECT_EQ(first_bad_byte("ab\xC0\x80"), 2U);          // overlong
  EXPECT_EQ(first_bad_byte("ab\xED\xA0\x80"), 2U);      // a surrogate
  EXPECT_EQ(first_bad_byte("ab\xF4\x90\x80\x80"), 2U);  // over U+10FFFF
  EXPECT_EQ(first_bad_byte("ab\xE2\x82"), 2U);          // cut off
}

}  // namespace
}  // namespace tradewatch::intake
