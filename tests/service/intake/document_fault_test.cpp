#include "service/intake/document_fault.h"

#include <gmock/gmock.h>

#include <boost/json/serialize.hpp>

#include "service/intake/check_words.h"
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

TEST(CheckWords, SayColumnAndExpectationOfEveryFaultOfAFigure) {
  using Why = trade::FigureFault::Why;
  const trade::Date today = *trade::parse_date("2026-11-28");
  std::vector<trade::Figure> figures(2);
  figures[0].value_text = "5";
  figures[0].unit = "USD";
  figures[0].line = 7;
  figures[1].value_text = "-6";
  figures[1].period = trade::parse_period("1890").value();
  figures[1].published = *trade::parse_date("2027-01-01");
  const auto said = [&](Why why) {
    const CheckWords words = words_for({1, 0, why}, figures, today);
    return std::string(name_of(words.column)) + ": " + words.found + ", " + words.expected + "; " + words.hint;
  };
  EXPECT_EQ(said(Why::value_not_finite), "value: -6, a finite number; ");
  EXPECT_EQ(said(Why::value_negative), "value: -6, 0 or more; ");
  EXPECT_EQ(said(Why::value_above_limit), "value: -6, at most 1000000000000000 USD (10^15); ");
  EXPECT_EQ(said(Why::value_missing), "value: , a value; only withdrawn figures have none");
  EXPECT_EQ(said(Why::value_when_withdrawn), "value: -6, no value: the figure is withdrawn; ");
  EXPECT_EQ(said(Why::period_before_1900), "period: 1890, a period from 1900-01 on; ");
  EXPECT_EQ(said(Why::period_too_far_ahead), "period: 1890, a period that ends by 2036-11; at most ten years ahead");
  EXPECT_EQ(said(Why::published_in_future), "published: 2027-01-01, a date not after today, 2026-11-28; ");
  EXPECT_EQ(said(Why::two_values), "value: -6, one value for this figure; line 7 says 5 USD");
  EXPECT_EQ(said(Why::two_statuses), "status: final, one status for this figure; line 7 says final");
}

TEST(DocumentFault, HasOneJsonForm) {
  const Refusal refusal{"f\xFF.csv", {{3, 5, "value", "x", "digits", ""}}, 2};
  EXPECT_EQ(boost::json::serialize(to_json(report_of(refusal, "ab"))),
            R"({"document":"f\\xFF.csv","digest":"ab","outcome":"refused","figures":0,"stored":0,"revisions":0,)"
            R"("roundings":0,"withdrawals":0,"duplicates":0,"notes":[],"faults":[{"line":3,"column":5,)"
            R"("column_name":"value","found":"x","expected":"digits",)"
            R"("text":"f\\xFF.csv:3:5: value: found \"x\", expected digits"}],"more_faults":2})");
}

TEST(DocumentFault, ThoseOfOneKindAreFoldedInTextAndAllInJson) {
  Refusal refusal{"f.csv", {}, 0};
  for (int line = 2; line <= 144; ++line) {
    refusal.faults.push_back({line, 1, "period", "x" + std::to_string(line), "a month", ""});
    if (line == 3) refusal.faults.push_back({3, 2, "value", "y", "a number", ""});
  }
  const std::string text = to_text(refusal);
  EXPECT_EQ(text,
            "f.csv:2:1: period: found \"x2\", expected a month\n"
            "f.csv:3:1: period: found \"x3\", expected a month\n"
            "f.csv:3:2: value: found \"y\", expected a number\n"
            "f.csv:4:1: period: found \"x4\", expected a month\n"
            "f.csv:5:1: period: found \"x5\", expected a month\n"
            "f.csv:6:1: period: found \"x6\", expected a month\n"
            "f.csv: period: and 138 more like it, lines 7 to 144\n");
  const DocumentReport report = report_of(refusal, "ab");
  EXPECT_EQ(to_text(report), "f.csv: refused\n" + text);
  EXPECT_THAT(to_json(report).at("faults").as_array(), SizeIs(144));
}

TEST(DocumentFault, ThoseFoldedOfADocumentWithoutLinesHaveTheirPlaces) {
  Refusal refusal{"f.json", {}, 0};
  for (int at = 0; at < 7; ++at) {
    refusal.faults.push_back({0, 0, "", "x", "a month", "", "data[" + std::to_string(at) + "]"});
  }
  EXPECT_THAT(to_text(refusal), ::testing::EndsWith("f.json: and 2 more like it, data[5] to data[6]\n"));
  refusal.faults.pop_back();
  EXPECT_THAT(to_text(refusal), ::testing::EndsWith("f.json: and 1 more like it, data[5]\n"));
}

TEST(DocumentFault, OfAReportThatOnlyTriedSaysWhatWouldBeStored) {
  DocumentReport report;
  report.document = "f.csv";
  report.figures = report.stored = 138;
  report.dry_run = true;
  EXPECT_THAT(summary_line(report), ::testing::HasSubstr("138 figures read, 138 would be stored (0 revisions"));
  report.dry_run = false;
  EXPECT_THAT(summary_line(report), ::testing::HasSubstr("138 figures read, 138 stored (0 revisions"));
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
