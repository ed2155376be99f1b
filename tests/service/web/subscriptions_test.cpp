// What other programs follow: the feed of verdicts, the calendar of expected figures, the badge.

#include <gmock/gmock.h>

#include <pugixml.hpp>
#include <set>

#include "models/targets/assessment.h"
#include "service/web/badge.h"
#include "service/web/calendar.h"
#include "service/web/name_uuid.h"
#include "service/web/routes.h"
#include "service/web/verdict_feed.h"
#include "tests/service/web/on_a_store.h"
#include "tests/service/web/sample_content.h"

namespace tradewatch::web {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using wording::Language;

trade::Instant at(const char* text) { return *trade::parse_instant(text); }

targets::Target target(const std::string& id, const std::string& title) {
  targets::Target made;
  made.id = id;
  made.title = title;
  return made;
}

pugi::xml_document parsed(const std::string& xml) {
  pugi::xml_document document;
  EXPECT_TRUE(document.load_string(xml.c_str())) << xml;
  return document;
}

TEST(NameUuid, IsOfVersion8AndTheSameForTheSameName) {
  const std::string uuid = name_uuid("verdict t1 3");
  EXPECT_THAT(uuid, testing::MatchesRegex("[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"));
  EXPECT_EQ(uuid, name_uuid("verdict t1 3"));
  std::set<std::string> all;
  for (int i = 0; i < 1000; ++i) all.insert(name_uuid(std::to_string(i)));
  EXPECT_EQ(all.size(), 1000U);
}

class Feed : public OnAStore {
 protected:
  void assess(const std::string& id, std::int64_t sequence, const std::string& verdict, const char* when,
              std::optional<double> probability = 0.25) {
    storage::AssessmentWrite write;
    write.assessment = {id, sequence, "s1", at(when), "{}", verdict, probability, trade::parse_date("2026-02-10")};
    ASSERT_EQ(store_->write_assessment(write), storage::WriteResult::written);
  }
  Response get(std::map<std::string, std::string> query = {}, const std::string& method = "GET") {
    return verdict_feed({.method = method,
                         .path = std::string(kFeedPath),
                         .query = std::move(query),
                         .headers = {{"host", "trade.example:8640"}},
                         .body = "",
                         .remote = "",
                         .secure = true},
                        *store_, watched_);
  }
  std::vector<std::string> titles(std::map<std::string, std::string> query = {}) {
    std::vector<std::string> out;
    const pugi::xml_document feed = parsed(get(std::move(query)).body);
    for (const pugi::xml_node& entry : feed.child("feed").children("entry"))
      out.emplace_back(entry.child_value("title"));
    return out;
  }

  std::vector<targets::Target> watched_ = {target("a", "A & B"), target("b", "")};
};

TEST_F(Feed, TellsChangesOfVerdictsAloneNewestFirst) {
  EXPECT_THAT(titles(), testing::IsEmpty());
  assess("a", 1, "unknown", "2026-03-01T09:00:00Z", std::nullopt);
  assess("a", 2, "off_track", "2026-03-02T09:00:00Z");
  assess("b", 2, "at_risk", "2026-03-03T09:00:00Z");
  assess("a", 3, "off_track", "2026-03-04T09:00:00Z");
  assess("gone", 3, "missed", "2026-03-05T09:00:00Z");
  EXPECT_THAT(titles(), ElementsAre("b: at risk", "A & B: off track", "A & B: cannot be judged"));
  EXPECT_THAT(titles({{"target", "b"}}), ElementsAre("b: at risk"));
}

TEST_F(Feed, HasWhatAtomAsksForWithIdsThatStay) {
  assess("a", 1, "off_track", "2026-03-02T09:00:00Z");
  assess("a", 2, "at_risk", "2026-03-03T09:00:00Z");
  const std::string before = get().body;
  const pugi::xml_document document = parsed(before);
  const pugi::xml_node feed = document.child("feed");
  EXPECT_STREQ(feed.attribute("xmlns").value(), "http://www.w3.org/2005/Atom");
  EXPECT_THAT(feed.child_value("id"), testing::StartsWith("urn:uuid:"));
  EXPECT_STREQ(feed.child_value("updated"), "2026-03-03T09:00:00.000000Z");
  EXPECT_STREQ(feed.find_child_by_attribute("link", "rel", "self").attribute("href").value(),
               "https://trade.example:8640/feed.atom");
  const pugi::xml_node entry = feed.child("entry");
  EXPECT_STREQ(entry.child("link").attribute("href").value(), "https://trade.example:8640/targets/a");
  EXPECT_THAT(entry.child_value("summary"),
              HasSubstr("changed from “off track” to “at risk”. The probability that the target is met is 25 %. The "
                        "newest figures that count were published on 10 February 2026."));
  const std::string id = entry.child_value("id");
  assess("a", 3, "on_track", "2026-03-04T09:00:00Z");
  EXPECT_THAT(get().body, HasSubstr(id));
  EXPECT_THAT(get({{"target", "a"}, {"lang", "ru"}}).body, HasSubstr(id)) << "in every language and selection";
}

TEST_F(Feed, SpeaksTheLanguageThatIsAskedForAndRefusesOthers) {
  assess("a", 1, "off_track", "2026-03-02T09:00:00Z");
  const Response russian = get({{"lang", "ru"}});
  EXPECT_THAT(russian.headers, testing::Contains(testing::Pair("Content-Language", "ru")));
  EXPECT_THAT(russian.body, HasSubstr("xml:lang=\"ru\""));
  EXPECT_THAT(russian.body, HasSubstr("Первая оценка"));
  EXPECT_EQ(get({{"lang", "de"}}).status, 400);
  EXPECT_EQ(get({{"target", "nobody"}}).status, 404);
  EXPECT_EQ(get({}, "POST").status, 405);
}

SharedAssessment waiting(targets::Verdict verdict = targets::Verdict::off_track) {
  targets::Assessment a;
  a.target = target("t1", "One billion; in a year, by land\\sea");
  a.as_of = at("2026-03-01T09:30:00.5Z");
  a.due = targets::FiguresDue{"sbp PAK export KAZ", *trade::parse_date("2025-12-09"), *trade::parse_date("2026-02-28"),
                              true, 7};
  a.verdict = verdict;
  return std::make_shared<const targets::Assessment>(std::move(a));
}

TEST(Calendar, HasADayForWhatIsWaitedForAndNothingForWhatIsDecided) {
  const std::string text = calendar_of({waiting()}, "https://trade.example", Language::en);
  for (const char* line : {"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n", "\r\nDTSTAMP:20260301T093000Z\r\n",
                           "\r\nDTSTART;VALUE=DATE:20260228\r\nDTEND;VALUE=DATE:20260301\r\n",
                           "\r\nURL:https://trade.example/targets/t1\r\n", "\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
                           "One billion\\; in a year\\, by land\\\\sea"}) {
    EXPECT_THAT(text, HasSubstr(line));
  }
  EXPECT_EQ(text, calendar_of({waiting()}, "https://trade.example", Language::en));
  EXPECT_THAT(calendar_of({waiting(targets::Verdict::missed)}, "", Language::en), Not(HasSubstr("VEVENT")));
}

TEST(Calendar, AnEventKeepsItsUidWhileTheSameFiguresAreWaitedFor) {
  const auto uid = [](const targets::Assessment& a) {
    const std::string text = calendar_of({std::make_shared<const targets::Assessment>(a)}, "", Language::en);
    return text.substr(text.find("UID:"), 40);
  };
  targets::Assessment a = *waiting();
  const std::string first = uid(a);
  a.due->due = *trade::parse_date("2026-03-14");
  EXPECT_EQ(uid(a), first) << "the day moved";
  a.due->published = *trade::parse_date("2026-03-09");
  EXPECT_NE(uid(a), first) << "others are waited for now";
}

TEST(Calendar, FoldsLinesAt75OctetsBetweenCharacters) {
  for (const Language l : wording::kLanguages) {
    const std::string text = calendar_of({waiting()}, "https://trade.example", l);
    std::string unfolded;
    for (std::size_t begin = 0; begin < text.size();) {
      const std::size_t end = text.find("\r\n", begin);
      ASSERT_NE(end, std::string::npos);
      const std::string line = text.substr(begin, end - begin);
      EXPECT_LE(line.size(), 75U) << line;
      EXPECT_NE(static_cast<unsigned char>(line[0]) & 0xC0U, 0x80U) << "a character was cut";
      if (line[0] == ' ') {
        EXPECT_NE(static_cast<unsigned char>(line[1]) & 0xC0U, 0x80U) << "a character was cut";
      }
      unfolded += line[0] == ' ' ? line.substr(1) : line;
      begin = end + 2;
    }
    EXPECT_THAT(unfolded, HasSubstr("by land\\\\sea"));
  }
  EXPECT_EQ(folded(std::string(75, 'a')), std::string(75, 'a') + "\r\n");
  EXPECT_EQ(folded(std::string(150, 'a')), std::string(75, 'a') + "\r\n " + std::string(74, 'a') + "\r\n a\r\n");
  EXPECT_EQ(calendar_text("a\nb\rc\x01;"), "a\\nbc\\;");
}

TEST(Badge, SaysTheVerdictInWordsWithATitleForThoseWhoCannotSeeIt) {
  const boost::json::object assessment = {{"id", "t1"}, {"title", "<One> & more"}, {"verdict", "off_track"}};
  for (const Language l : wording::kLanguages) {
    const pugi::xml_document document = parsed(badge_of(assessment, l));
    const pugi::xml_node svg = document.child("svg");
    EXPECT_STREQ(svg.attribute("role").value(), "img");
    EXPECT_STREQ(svg.child_value("title"), svg.attribute("aria-label").value());
    EXPECT_THAT(svg.child_value("title"), HasSubstr("<One> & more"));
    EXPECT_STREQ(svg.attribute("direction").value(), l == Language::ur ? "rtl" : "ltr");
  }
  EXPECT_THAT(badge_of(assessment, Language::en), HasSubstr("▼ off track"));
  EXPECT_THAT(badge_of({{"id", "t1"}, {"verdict", "at_risk"}, {"provisional", true}}, Language::en),
              HasSubstr("at risk (provisional)"));
  EXPECT_THAT(badge_of({{"id", "t1"}}, Language::en), HasSubstr("cannot be judged"));
}

TEST(Routes, ShowBadgeAndCalendarInTheReadersLanguage) {
  SampleContent content;
  content.newest_ = {waiting()};
  const auto get = [&](const std::string& path, std::map<std::string, std::string> query = {}) {
    return route({.method = "GET",
                  .path = path,
                  .query = std::move(query),
                  .headers = {{"accept-language", "kk"}},
                  .body = "",
                  .remote = ""},
                 content);
  };
  const Response badge = get("/badge/pak-kaz-1bn.svg");
  EXPECT_EQ(badge.content_type, "image/svg+xml");
  EXPECT_THAT(badge.headers, testing::Contains(testing::Pair("Content-Language", "kk")));
  EXPECT_EQ(get("/badge/nobody.svg").status, 404);
  EXPECT_EQ(get("/badge/pak-kaz-1bn.svg", {{"lang", "de"}}).status, 400);
  const Response calendar = get("/calendar.ics", {{"lang", "ru"}});
  EXPECT_EQ(calendar.content_type, "text/calendar; charset=utf-8");
  EXPECT_THAT(calendar.body, HasSubstr("NAME:Ожидаемые данные о торговле\r\n"));
}

TEST(Requests, NameTheOriginThatTheyCameToUnlessItIsNoPlainName) {
  const auto origin = [](const std::string& host, bool secure) {
    return origin_of({.method = "GET",
                      .path = "/",
                      .query = {},
                      .headers = {{"host", host}},
                      .body = "",
                      .remote = "",
                      .secure = secure});
  };
  EXPECT_EQ(origin("[::1]:8640", false), "http://[::1]:8640");
  EXPECT_EQ(origin("trade.example", true), "https://trade.example");
  EXPECT_EQ(origin("a\"><script>", false), "");
  EXPECT_EQ(origin("", true), "");
}

}  // namespace
}  // namespace tradewatch::web
