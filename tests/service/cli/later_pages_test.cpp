// Pages of the past and of a target's history, on the demo's store of real figures.

#include "service/cli/later_pages.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <regex>

#include "service/web/labels.h"
#include "tests/service/cli/demo_folder.h"

// Fontconfig keeps what it read of the fonts until the process ends.
extern "C" const char* __lsan_default_suppressions();
extern "C" const char* __lsan_default_suppressions() { return "leak:libfontconfig\n"; }

namespace tradewatch::cli {
namespace {

using testing::HasSubstr;
using testing::Not;
using web::LaterPage;
using web::LaterRequest;

class LaterAnswer : public testing::Test {
 protected:
  static void SetUpTestSuite() { demo_.emplace(runtime::ManualClock(now_)); }
  static void TearDownTestSuite() { demo_.reset(); }

  web::Response ask(const LaterRequest& asked) { return later_answer(asked, settings_, known_, past_, guard_, now_); }

  static inline const trade::Instant now_ = *trade::parse_instant("2026-03-01T09:00:00Z");
  static inline std::optional<DemoFolder> demo_;
  const settings::Settings& settings_ = demo_->settings();
  KnownNow known_{{"/in", settings_.store.url, true}, nullptr, nullptr};
  KnownPast past_;
  StoreGuard guard_{settings_.store};
};

TEST_F(LaterAnswer, ShowsWhatWasPublishedByThenAndNothingLater) {
  const auto page = ask({.page = LaterPage::target, .id = "pak-kaz-1bn", .as_published = "2025-08-01"});
  EXPECT_EQ(page.status, 200);
  EXPECT_THAT(page.body, HasSubstr("published by 1 August 2025"));
  EXPECT_THAT(page.body, HasSubstr("Newest month: <b>June 2025</b>, published 31 July 2025"));
  EXPECT_THAT(page.body, Not(HasSubstr("2025-12-09")));
  const auto all = ask({.page = LaterPage::overview, .as_published = "2025-08-01"});
  EXPECT_THAT(all.body, HasSubstr("href=\"/targets/pak-kaz-1bn?as_published=2025-08-01\""));
}

TEST_F(LaterAnswer, LinksEachFigureToWhereItWasReadUnderTheNameOfItsHost) {
  const auto page = ask({.page = LaterPage::target, .id = "pak-kaz-1bn", .as_published = "2025-12-10"}).body;
  EXPECT_THAT(
      page, testing::ContainsRegex("<td class=\"short\" data-head=\"Read at\"><a href=\"https://www.dawn.com/[^\"]+\" "
                                   "rel=\"noreferrer\">dawn.com</a></td>"));
}

TEST_F(LaterAnswer, SaysWhoseFiguresCountAndHowElseTheAnnouncementCanBeRead) {
  const auto page = ask({.page = LaterPage::target, .id = "pak-kaz-1bn", .as_published = "2025-12-10"}).body;
  EXPECT_THAT(page, HasSubstr("Whose figures: sbp, Pakistan: exports to Kazakhstan; sbp, Pakistan: imports from"));
  EXPECT_THAT(page, HasSubstr("as set up (the headline)</th><td class=\"short\" data-head=\"Months that count\">March "
                              "2026 to February 2027</td>"));
  EXPECT_THAT(
      page,
      HasSubstr("fiscal-year</th><td class=\"short\" data-head=\"Months that count\">July 2026 to June 2027</td>"));
  EXPECT_THAT(page, HasSubstr("href=\"/report\""));
}

TEST_F(LaterAnswer, BeforeThereWereFiguresNothingIsKnown) {
  const auto page = ask({.page = LaterPage::overview, .as_of = "2020-01-01"});
  EXPECT_EQ(page.status, 200);
  EXPECT_THAT(page.body, HasSubstr("taken by 2020-01-01"));
  EXPECT_THAT(page.body, HasSubstr("Not known yet"));
}

TEST_F(LaterAnswer, RefusesAMomentThatIsNone) {
  const auto page = ask({.page = LaterPage::overview, .as_of = "<yesterday>"});
  EXPECT_EQ(page.status, 400);
  EXPECT_THAT(page.body, HasSubstr("as_of: found &quot;&lt;yesterday&gt;&quot;, expected a date 2026-02-04"));
  const auto data = ask({.page = LaterPage::chart, .id = "pak-kaz-1bn", .form = "csv", .as_published = "2025"});
  EXPECT_EQ(data.status, 400);
  EXPECT_EQ(data.content_type, "application/problem+json");
}

TEST_F(LaterAnswer, KnowsNoTargetThatIsNotSet) {
  for (const LaterPage page :
       {LaterPage::target, LaterPage::chart, LaterPage::mirror, LaterPage::history, LaterPage::explanation}) {
    EXPECT_EQ(ask({.page = page, .id = "nobody"}).status, 404);
  }
}

TEST_F(LaterAnswer, AChartOfThePastIsAPictureTableAndData) {
  LaterRequest asked{.page = LaterPage::chart, .id = "pak-kaz-1bn", .form = "png", .as_published = "2025-08-01"};
  EXPECT_THAT(ask(asked).body, testing::StartsWith("\x89PNG"));
  asked.form = "csv";
  EXPECT_THAT(ask(asked).body, HasSubstr("\r\n2025-06,"));
}

// The demo's reading of Kazakh figures is the partner's side; months and years of both are there.
TEST_F(LaterAnswer, DrawsBothSidesAsTheyWereKnownThen) {
  LaterRequest asked{.page = LaterPage::mirror, .id = "pak-kaz-1bn", .form = "csv", .as_published = "2025-12-09"};
  const std::string now = ask(asked).body;
  EXPECT_THAT(now, HasSubstr("kaz-bns"));
  EXPECT_THAT(now, HasSubstr(" times,"));
  asked.as_published = "2018-06-01";
  EXPECT_EQ(ask(asked).status, 404) << "the partner had published nothing by then";
  asked = {.page = LaterPage::mirror, .id = "pak-kaz-1bn", .form = "svg", .as_published = "2025-12-09"};
  asked.language = wording::Language::ru;
  EXPECT_THAT(ask(asked).body, HasSubstr("эта сторона"));
}

TEST_F(LaterAnswer, WithoutATargetThatEndedTheRecordIsEmptyInEveryForm) {
  EXPECT_THAT(ask({.page = LaterPage::record, .form = "svg"}).body, HasSubstr("No target has ended yet."));
  EXPECT_THAT(ask({.page = LaterPage::record, .form = "json"}).body, HasSubstr(R"("classes":[])"));
}

TEST_F(LaterAnswer, ExplainsEveryFigure) {
  const auto page = ask({.page = LaterPage::explanation, .id = "pak-kaz-1bn"});
  EXPECT_EQ(page.content_type, "text/plain; charset=utf-8");
  EXPECT_THAT(page.body, HasSubstr("sbp-2025-12-09.csv"));
}

// The replay of the same figures says 31 July 2025 on the command line.
TEST_F(LaterAnswer, TellsSinceWhenItIsKnownInTheLanguageAskedFor) {
  const auto page = ask({.page = LaterPage::history, .id = "pak-kaz-1bn"});
  EXPECT_EQ(page.status, 200);
  EXPECT_THAT(page.body, HasSubstr("The verdict has been “off track” since 31 July 2025. Figures to June 2025"));
  EXPECT_THAT(page.body, HasSubstr("<th scope=\"row\" class=\"short\">28 February 2025</th>"));
  EXPECT_THAT(page.body, HasSubstr("No target has ended yet"));
  const auto again = ask({.page = LaterPage::history, .id = "pak-kaz-1bn", .form = "csv"});
  EXPECT_THAT(again.body, HasSubstr("\r\n2025-07-31,under 1 %"));
  const auto russian = ask({.page = LaterPage::history, .id = "pak-kaz-1bn", .language = wording::Language::ru});
  EXPECT_THAT(russian.body, HasSubstr("Вывод «отставание от плана» остаётся в силе с 31 июля 2025 года."));
  const auto kazakh = ask({.page = LaterPage::history, .id = "pak-kaz-1bn", .language = wording::Language::kk});
  EXPECT_THAT(kazakh.body, HasSubstr(R"(<td class="short" data-head="Соңғы ай">2025 жылғы қазан</td>)")) << "no number";
  EXPECT_THAT(kazakh.body, HasSubstr(R"(<td class="number" data-head="Медиана, АҚШ доллары">146,4)"));
  EXPECT_THAT(kazakh.body, HasSubstr(R"(<td class="none" data-head="Соңғы ай">–</td>)"));
  const auto drawing =
      ask({.page = LaterPage::history, .id = "pak-kaz-1bn", .form = "svg", .language = wording::Language::kk});
  EXPECT_THAT(drawing.body, HasSubstr("мақсатқа жету ықтималдығы"));
}

// What a reader sees of a page: what a drawing was made of is data, and English as data is.
std::string without_metadata(const std::string& page) {
  return std::regex_replace(page, std::regex("<metadata>[^<]*</metadata>"), "");
}

bool shows(const std::string& page, const std::string& words) {
  for (const char* before : {">", "\"", ": "}) {
    for (const char* after : {"<", "\"", ": "}) {
      if (page.contains(before + words + after)) return true;
    }
  }
  return false;
}

// Labels that a language writes as English does say nothing here.
TEST_F(LaterAnswer, NoLabelIsLeftInEnglish) {
  const std::vector<LaterRequest> pages = {
      {.page = LaterPage::overview, .as_published = "2025-12-10"},
      {.page = LaterPage::target, .id = "pak-kaz-1bn", .as_published = "2025-12-10"},
      {.page = LaterPage::history, .id = "pak-kaz-1bn"}};
  for (const LaterRequest& page : pages) {
    int shown = 0;
    const std::string english = without_metadata(ask(page).body);
    for (const wording::Language l : {wording::Language::ur, wording::Language::kk, wording::Language::ru}) {
      LaterRequest asked = page;
      asked.language = l;
      const web::Response answer = ask(asked);
      EXPECT_THAT(answer.body, HasSubstr("<html lang=\"" + std::string(wording::name_of(l)) + "\""));
      EXPECT_THAT(answer.headers,
                  testing::Contains(testing::Pair("Content-Language", std::string(wording::name_of(l)))));
      EXPECT_THAT(answer.headers, testing::Contains(testing::Pair("Vary", "Accept-Language")));
      const std::string seen = without_metadata(answer.body);
      for (const web::Label& each : web::labels()) {
        const std::string words = web::label(each.key, wording::Language::en);
        if (words == web::label(each.key, l)) continue;
        if (shows(english, words)) ++shown;
        EXPECT_FALSE(shows(seen, words)) << each.key << ", " << wording::name_of(l);
      }
    }
    EXPECT_GT(shown, 30) << "the English page has them, so they are looked for as they are shown";
  }
}

}  // namespace
}  // namespace tradewatch::cli
