#include "service/web/pages.h"

#include <pugixml.hpp>
#include <regex>

#include "service/web/labels.h"
#include "tests/service/web/sample_content.h"

namespace tradewatch::web {
namespace {

using testing::HasSubstr;
using testing::Not;

const SampleContent kContent;

Frame now() {
  Frame frame;
  frame.place = kContent.place();
  frame.cursor = kContent.cursor();
  return frame;
}

Frame past() {
  Frame frame = now();
  frame.past = PastMoment{"published by 9 December 2025", "as_published=2025-12-09"};
  return frame;
}

HistoryPage sample_history() {
  using namespace std::chrono_literals;
  HistoryPage page;
  page.id = "x&y";
  page.title = "<script>";
  page.since = "Since <b>then</b>.";
  page.chart.id = "history";
  page.chart.steps = {{2025y / 1 / 1, 0.5, "50 %"}, {2025y / 2 / 1, 0.4, "<i>40 %</i>"}};
  charts::ReliabilityChart record;
  record.id = "record";
  record.title = "<i>record</i>";
  record.points = {{"likely", 3, 0.7, 0.5, std::nullopt, "70 %", "50 %"}};
  page.record = record;
  page.sections = {{"said", {"A & B"}, {{"caption", {"at", "said"}, {{"2025", "=1+1"}}}}}, {"record", {}, {}}};
  return page;
}

Frame speaking(wording::Language language, Frame frame = now()) {
  frame.language = language;
  frame.language_asked = true;
  frame.path = "/targets/pak-kaz-1bn";
  return frame;
}

std::vector<std::string> all_pages() {
  std::vector<std::string> pages = {overview_page(kContent.pages(), now()),
                                    overview_page(kContent.pages(), past()),
                                    overview_page({}, now()),
                                    history_page(sample_history(), now()),
                                    message_page("<b>", "a & b", now(), {{"/x", "<i>"}}),
                                    overview_page(kContent.pages(), speaking(wording::Language::ur)),
                                    target_page(*kContent.page("x&y"), speaking(wording::Language::ru, past()))};
  for (const SharedPage& page : kContent.pages()) {
    pages.push_back(target_page(*page, now()));
    pages.push_back(target_page(*page, past()));
  }
  return pages;
}

std::string target(const std::string& id, const Frame& frame = now()) { return target_page(*kContent.page(id), frame); }

// As XML: every element is closed where it was opened, every attribute quoted, every id there once.
TEST(Pages, AreWellFormed) {
  for (const std::string& page : all_pages()) {
    pugi::xml_document document;
    const auto read = document.load_string(page.c_str(), pugi::parse_default | pugi::parse_doctype);
    ASSERT_TRUE(read) << read.description() << " at " << page.substr(static_cast<std::size_t>(read.offset), 200);
    std::set<std::string> ids;
    for (const auto& each : document.select_nodes("//@id")) {
      EXPECT_TRUE(ids.insert(each.attribute().value()).second) << each.attribute().value();
    }
    EXPECT_EQ(document.select_nodes("//h1").size(), 1u);
    EXPECT_EQ(document.select_nodes("//main").size(), 1u);
  }
}

TEST(Pages, NoTextOfATargetBecomesMarkup) {
  for (const std::string& page : all_pages()) {
    EXPECT_THAT(page, Not(HasSubstr("<script>")));
    EXPECT_THAT(page, Not(HasSubstr("<img src=x")));
    EXPECT_THAT(page, Not(HasSubstr("<img src=y")));
    EXPECT_THAT(page, Not(HasSubstr("javascript:")));
    for (const char* tag : {"<i>", "<u>", "<s>"}) EXPECT_THAT(page, Not(HasSubstr(tag)));
  }
  EXPECT_THAT(target("x&y"), HasSubstr("href=\"/targets/x%26y/chart.svg\""));
}

// What the policy of every answer forbids would be dead on the page.
TEST(Pages, HaveNoInlineStyleOrScriptBesidesTheChartsOwn) {
  for (std::string page : all_pages()) {
    EXPECT_THAT(page, Not(HasSubstr(" style=")));
    EXPECT_FALSE(std::regex_search(page, std::regex(R"( on[a-z]+=)")));
    EXPECT_FALSE(std::regex_search(page, std::regex(R"(<script(?! src="/live.js"))")));
    EXPECT_FALSE(std::regex_search(page, std::regex(R"re((src|href)="(https?:)?//(?!example.org))re")));
    const std::string block = "<style>" + std::string(charts::stylesheet()) + "</style>";
    for (std::size_t at = page.find(block); at != std::string::npos; at = page.find(block))
      page.erase(at, block.size());
    EXPECT_THAT(page, Not(HasSubstr("<style")));
  }
}

TEST(Pages, ACardSaysVerdictProbabilityMonthAndDateInWords) {
  const std::string page = overview_page({kContent.page("pak-kaz-1bn")}, now());
  EXPECT_THAT(page, HasSubstr("aria-hidden=\"true\">▼</span>Off track</p>"));
  EXPECT_THAT(page, HasSubstr("<strong>2.7 %</strong>"));
  EXPECT_THAT(page, HasSubstr("very unlikely"));
  EXPECT_THAT(page, HasSubstr("Very unlikely (2.7 %) to reach one billion US dollars by February 2027."));
  EXPECT_THAT(page, HasSubstr("Newest month: <b>October 2025</b>, published 9 December 2025"));
  EXPECT_THAT(page, HasSubstr("href=\"/targets/pak-kaz-1bn\""));
  EXPECT_THAT(page, HasSubstr("class=\"spark\""));
  EXPECT_THAT(page, Not(HasSubstr("class=\"tw-chart\""))) << "charts are on the target's own page";
}

TEST(Pages, ATargetSaysTheVerdictFirstThenOneSentenceToQuote) {
  const std::string page = target("pak-kaz-1bn");
  const std::size_t verdict = page.find("Off track<span class=\"likelihood\">: very unlikely");
  const std::size_t title = page.find("<h1 id=\"name\">");
  const std::size_t quote = page.find("<blockquote><p>“Pakistan-Kazakhstan trade” is off track");
  const std::size_t chart = page.find("class=\"tw-chart\"");
  EXPECT_LT(verdict, title);
  EXPECT_LT(title, quote);
  EXPECT_LT(quote, chart);
  EXPECT_NE(chart, std::string::npos);
  EXPECT_THAT(page, HasSubstr("Verdict here since 5 January 2026."));
  EXPECT_THAT(page, HasSubstr("80 % between 79.0 million and 406.0 million"));
  EXPECT_THAT(page, HasSubstr("<caption>Figures used</caption>"));
  EXPECT_THAT(page, HasSubstr("<th scope=\"col\">Period</th>"));
  EXPECT_THAT(page, HasSubstr("no figure")) << "the chart's table has the gap in words";
  EXPECT_THAT(page, HasSubstr("src=\"/targets/pak-kaz-1bn/history.svg\""));
  for (const char* form : {"svg", "png", "csv", "json"}) {
    EXPECT_THAT(page, HasSubstr(std::string("href=\"/targets/pak-kaz-1bn/chart.") + form));
  }
}

TEST(Pages, WhatIsNotKnownIsLeftOut) {
  const std::string page = target("empty");
  EXPECT_THAT(page, HasSubstr("Not known yet</p>")) << "no colon before a likelihood that is absent";
  EXPECT_THAT(page, HasSubstr("There are no figures yet"));
  EXPECT_THAT(page, Not(HasSubstr("class=\"numbers\"")));
  EXPECT_THAT(page, Not(HasSubstr("<blockquote>")));
  for (const char* wrong : {"nan", "NaN", "inf ", "0 %"}) EXPECT_THAT(page, Not(HasSubstr(wrong)));
}

TEST(Pages, OfThePastSaySoAndStayThere) {
  for (const std::string& page : {overview_page(kContent.pages(), past()), target("pak-kaz-1bn", past())}) {
    EXPECT_THAT(page, HasSubstr("class=\"past\""));
    EXPECT_THAT(page, HasSubstr("published by 9 December 2025"));
    EXPECT_THAT(page, Not(HasSubstr("live.js"))) << "nothing changes in the past";
  }
  EXPECT_THAT(overview_page(kContent.pages(), past()),
              HasSubstr("href=\"/targets/pak-kaz-1bn?as_published=2025-12-09\""));
  EXPECT_THAT(target("pak-kaz-1bn", past()), HasSubstr("<a href=\"/targets/pak-kaz-1bn\">Back to now</a>"));
  EXPECT_THAT(target("pak-kaz-1bn"), HasSubstr("data-cursor=\"feed-7\""));
}

TEST(Pages, AnEmptyStoreExplainsItself) {
  const std::string page = overview_page({kContent.page("empty")}, now());
  EXPECT_THAT(page, HasSubstr("Nothing is here yet"));
  EXPECT_THAT(page, HasSubstr("/var/lib/tradewatch/in &amp; out"));
  EXPECT_THAT(page, HasSubstr("href=\"/sample.csv\""));
  EXPECT_THAT(overview_page(kContent.pages(), now()), Not(HasSubstr("class=\"welcome\"")));
  EXPECT_THAT(overview_page({}, now()), HasSubstr("No target is set"));
}

TEST(Pages, TheDemoSaysThatItIsOne) {
  Frame frame = now();
  frame.place.demo = true;
  EXPECT_THAT(overview_page(kContent.pages(), frame), HasSubstr("This is the demonstration"));
  EXPECT_THAT(overview_page(kContent.pages(), frame), Not(HasSubstr("Nothing is here yet")));
}

TEST(Pages, AreOfTheirLanguageAndDirection) {
  for (const std::string& page : {overview_page(kContent.pages(), speaking(wording::Language::ur)),
                                  history_page(sample_history(), speaking(wording::Language::ur)),
                                  target("pak-kaz-1bn", speaking(wording::Language::ur))}) {
    EXPECT_THAT(page, HasSubstr("<html lang=\"ur\" dir=\"rtl\">"));
    EXPECT_THAT(page, HasSubstr("hreflang=\"ur\" aria-current=\"true\">اردو</a>"));
  }
  EXPECT_THAT(target("pak-kaz-1bn", speaking(wording::Language::kk)), HasSubstr("<html lang=\"kk\" dir=\"ltr\">"));
  EXPECT_THAT(target("pak-kaz-1bn", speaking(wording::Language::ru)), HasSubstr("весьма маловероятно"));
}

TEST(Pages, LeadToThemselvesInEveryOtherLanguage) {
  const std::string page = target("pak-kaz-1bn", speaking(wording::Language::ur, past()));
  for (const char* tag : {"en", "ur", "kk", "ru"}) {
    EXPECT_THAT(page, HasSubstr(std::string("href=\"/targets/pak-kaz-1bn?as_published=2025-12-09&amp;lang=") + tag +
                                "\" lang=\"" + tag + "\" hreflang=\"" + tag + "\""));
  }
}

// Whoever asked for a language gets it on the next page as well; who did not is asked by the browser each time.
TEST(Pages, KeepTheLanguageThatWasAskedFor) {
  const Frame russian = speaking(wording::Language::ru);
  const std::string overview = overview_page(kContent.pages(), russian);
  EXPECT_THAT(overview, HasSubstr("<a href=\"/?lang=ru\">tradewatch</a>"));
  EXPECT_THAT(overview, HasSubstr("<h2><a href=\"/targets/pak-kaz-1bn?lang=ru\">"));
  EXPECT_THAT(overview, HasSubstr("<input type=\"hidden\" name=\"lang\" value=\"ru\" />"));
  const std::string page = target("pak-kaz-1bn", russian);
  for (const char* link : {"/?lang=ru", "/targets/pak-kaz-1bn/history?lang=ru",
                           "/targets/pak-kaz-1bn/chart.svg?lang=ru", "/targets/pak-kaz-1bn/chart.csv"}) {
    EXPECT_THAT(page, HasSubstr(std::string("href=\"") + link + "\""));
  }
  EXPECT_THAT(page, HasSubstr("history.svg?size=narrow&amp;lang=ru\""));
  EXPECT_THAT(target("pak-kaz-1bn", speaking(wording::Language::ru, past())),
              HasSubstr("href=\"/?as_published=2025-12-09&amp;lang=ru\""));
  Frame by_browser = russian;
  by_browser.language_asked = false;
  EXPECT_THAT(overview_page(kContent.pages(), by_browser), HasSubstr("<h2><a href=\"/targets/pak-kaz-1bn\">"));
}

// Case L66: a text cell cannot start a formula, and a number stays one.
TEST(Pages, ACsvStartsNoFormula) {
  EXPECT_EQ(csv_of({{"month", "so far"}, {{"=1+1", "-12.5"}, {"@x", "+3"}, {"a,\"b\"", "-7 % on the year"}}}),
            "month,so far\r\n'=1+1,-12.5\r\n'@x,+3\r\n\"a,\"\"b\"\"\",'-7 % on the year\r\n");
}

TEST(Labels, AreSortedAndThereOnce) {
  const auto all = labels();
  ASSERT_GT(all.size(), 50u);
  for (std::size_t i = 1; i < all.size(); ++i) EXPECT_LT(all[i - 1].key, all[i].key);
  EXPECT_THROW((void)label("nothing_of_that_name", wording::Language::en), std::logic_error);
}

TEST(Pages, BothSidesAreDrawnBesideTheirWordsWithTheirData) {
  const std::string page = target("pak-kaz-1bn", past());
  EXPECT_THAT(page, HasSubstr("As both sides count it"));
  EXPECT_THAT(page, HasSubstr("href=\"/targets/pak-kaz-1bn/mirror.csv?as_published=2025-12-09\""));
  EXPECT_THAT(target("empty"), Not(HasSubstr("/mirror.")));
}

TEST(Pages, TheRecordIsDrawnInItsSectionAlone) {
  const std::string page = history_page(sample_history(), now());
  EXPECT_THAT(page, HasSubstr("id=\"tw-chart-record-title\""));
  EXPECT_THAT(page, HasSubstr("href=\"/record.xlsx\""));
  HistoryPage without = sample_history();
  without.record.reset();
  EXPECT_THAT(history_page(without, now()), Not(HasSubstr("/record.")));
}

}  // namespace
}  // namespace tradewatch::web
