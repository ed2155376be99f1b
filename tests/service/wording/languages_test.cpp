// What is said in Urdu, Kazakh and Russian. Numbers and dates are compared with those of ICU, through Boost.Locale.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/locale.hpp>
#include <locale>
#include <set>
#include <sstream>

#include "service/wording/amount_change.h"
#include "service/wording/catalogue.h"
#include "service/wording/message.h"
#include "service/wording/notice_words.h"
#include "service/wording/numbers.h"
#include "service/wording/sentences.h"
#include "service/wording/week_words.h"

namespace tradewatch::wording {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr const char* kOpen = "\u2068";
constexpr const char* kClose = "\u2069";

std::string without_isolates(std::string text) {
  for (const std::string mark : {kOpen, kClose}) {
    for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark)) text.erase(at, mark.size());
  }
  return text;
}

std::locale icu_locale(Language language) {
  static const std::map<Language, std::string> kNames = {{Language::en, "en_GB.UTF-8"},
                                                         {Language::ur, "ur_PK.UTF-8"},
                                                         {Language::kk, "kk_KZ.UTF-8"},
                                                         {Language::ru, "ru_RU.UTF-8"}};
  boost::locale::generator generator;
  return generator(kNames.at(language));
}

template <typename T, typename... Format>
std::string by_icu(Language language, T value, Format... format) {
  std::ostringstream out;
  out.imbue(icu_locale(language));
  (out << ... << format) << value;
  return out.str();
}

TEST(Languages, NumbersAreMarkedAsIcuMarksThem) {
  namespace as = boost::locale::as;
  for (const Language l : kLanguages) {
    for (const double value : {0.5, 12.0, 999.0, 1234.5, 12345.0, 1234567.25}) {
      const std::string ours = decimal(value, 2, l);
      EXPECT_EQ(ours, by_icu(l, value, as::number, std::fixed, std::setprecision(2))) << name_of(l);
    }
  }
}

TEST(Languages, MonthsAreNamedAsIcuNamesThem) {
  namespace as = boost::locale::as;
  constexpr double kMidday = 43200.0;
  for (const Language l : kLanguages) {
    for (int month = 1; month <= 12; ++month) {
      const auto date = std::chrono::year(2025) / month / 4;
      const trade::Date day{std::chrono::sys_days(date)};
      const double seconds = 86400.0 * static_cast<double>(day.time_since_epoch().count()) + kMidday;
      // %B is the form beside a day.
      const std::string name = by_icu(l, seconds, as::gmt, as::ftime("%B"));
      EXPECT_THAT(without_isolates(date_name(day, l)), HasSubstr(name)) << name_of(l);
    }
  }
  EXPECT_EQ(month_name(trade::Month(2025, 10), Language::ru), "октябрь 2025 года");
  EXPECT_EQ(date_name(*trade::parse_date("2026-02-04"), Language::ru), "4 февраля 2026 года");
  EXPECT_EQ(date_name(*trade::parse_date("2026-02-04"), Language::kk), "2026 жылғы 4 ақпан");
  EXPECT_EQ(without_isolates(date_name(*trade::parse_date("2026-02-04"), Language::ur)), "4 فروری، 2026");
}

TEST(Languages, CountsTakeTheFormOfTheLanguage) {
  const PluralMessage releases = plural("weekly report", "{count} earlier release", "{count} earlier releases");
  const auto ru = [&](int count) { return say(Language::ru, releases, count); };
  EXPECT_EQ(ru(1), "1 прежняя публикация");
  EXPECT_EQ(ru(3), "3 прежние публикации");
  EXPECT_EQ(ru(11), "11 прежних публикаций");
  EXPECT_EQ(ru(21), "21 прежняя публикация");
  EXPECT_EQ(ru(112), "112 прежних публикаций");
  EXPECT_EQ(say(Language::kk, releases, 5), "бұрынғы 5 жариялау");
  EXPECT_EQ(without_isolates(say(Language::ur, releases, 1)), "1 سابقہ اشاعت");
  EXPECT_EQ(without_isolates(say(Language::ur, releases, 2)), "2 سابقہ اشاعتیں");
  EXPECT_EQ(say(Language::en, releases, 1), "1 earlier release");
}

TEST(Languages, UrduIsolatesNumbersCodesAndLatinNames) {
  const std::string text =
      say(Language::ur, message("reason", "There is no figure of {component} yet."), {{"component", "sbp PAK"}});
  EXPECT_THAT(text, HasSubstr(std::string(kOpen) + "sbp PAK" + kClose));
  EXPECT_THAT(money(157e6, Language::ur), HasSubstr(std::string(kOpen) + "157.0" + kClose));
  EXPECT_EQ(isolated(Language::ur, "پاکستان"), "پاکستان") << "its own script needs no isolate";
  EXPECT_EQ(isolated(Language::ur, std::string(kOpen) + "12" + kClose + " ملین"),
            std::string(kOpen) + "12" + kClose + " ملین")
      << "what is isolated is not isolated again";
  for (const Language l : {Language::en, Language::kk, Language::ru})
    EXPECT_THAT(money(157e6, l), Not(HasSubstr(kOpen))) << name_of(l);
}

TEST(Languages, EveryTermIsOneOfItsOwn) {
  using enum targets::Likelihood;
  for (const Language l : kLanguages) {
    std::set<std::string> terms;
    for (const targets::Likelihood term : {virtually_certain, very_likely, likely, about_as_likely_as_not, unlikely,
                                           very_unlikely, exceptionally_unlikely})
      terms.insert(likelihood_words(term, l));
    EXPECT_EQ(terms.size(), 7U) << name_of(l);
    for (const std::string& term : terms) EXPECT_THAT(likelihood_key(l), HasSubstr(term)) << name_of(l);
    std::set<std::string> rules;
    for (const alerts::Rule rule : alerts::kRules) rules.insert(rule_words(rule, l));
    EXPECT_EQ(rules.size(), alerts::kRules.size()) << name_of(l);
  }
}

std::string with_plain_spaces(std::string text) {
  const std::string space = "\u00a0";
  for (std::size_t at = text.find(space); at != std::string::npos; at = text.find(space)) text.replace(at, 2, " ");
  return text;
}

TEST(Languages, AnAmountIsNotBrokenBetweenItsNumberAndItsUnit) {
  EXPECT_EQ(percent(0.027, Language::ru), "2,7\u00a0%");
  EXPECT_EQ(percent(0.027, Language::kk), "2,7%");
  EXPECT_EQ(money(157e6, Language::ru), "157,0\u00a0млн\u00a0долл.\u00a0США");
}

TEST(Languages, ASignStaysWithItsDigits) {
  EXPECT_EQ(money_change(-48e6, Language::ur), std::string(kOpen) + "-48.0" + kClose + " ملین");
  EXPECT_EQ(money_change(48e6, Language::ur), std::string(kOpen) + "+48.0" + kClose + " ملین");
  EXPECT_EQ(money_change(1.25e9, Language::en), "+1.25 billion");
  EXPECT_EQ(money_change(0.0, Language::en), "0");
}

TEST(Languages, EveryReasonIsASentenceInEach) {
  const targets::Reason reason{"amount_reached", {{"window_to_date_usd", 1.25e9}, {"amount_usd", 1e9}}};
  EXPECT_EQ(with_plain_spaces(sentence(reason, Language::ru)),
            "Опубликованные данные расчётного периода уже составляют 1,25 млрд долл. США; цель — 1 млрд долл. США.");
  EXPECT_EQ(
      with_plain_spaces(sentence(reason, Language::kk)),
      "Есептік кезеңнің жарияланған деректерінің жиыны 1,25 млрд АҚШ доллары болды; мақсат — 1 млрд АҚШ доллары.");
  EXPECT_EQ(without_isolates(sentence(reason, Language::ur)),
            "مقررہ مدت کے شائع شدہ اعداد کا مجموعہ 1.25 ارب امریکی ڈالر ہو چکا ہے؛ ہدف 1 ارب امریکی ڈالر ہے۔");
}

TEST(Languages, AMessageWithoutATranslationIsEnglish) {
  const Message unheard = message("no such context", "Brand {new}.");
  EXPECT_FALSE(has_translation(Language::ru, unheard));
  EXPECT_EQ(say(Language::ru, unheard, {{"new", "1"}}), "Brand 1.");
  EXPECT_EQ(say(Language::en, message("x", "{open and {place}"), {{"place", "2"}}), "{open and {place}");
}

TEST(Languages, AreFoundByTheirTags) {
  EXPECT_EQ(parse_language("ru-KZ"), Language::ru);
  EXPECT_EQ(parse_language("UR_PK"), Language::ur);
  EXPECT_EQ(parse_language("kk"), Language::kk);
  for (const char* none : {"", "de", "e", "eng", "r", "-ru"}) EXPECT_FALSE(parse_language(none)) << none;
  EXPECT_EQ(language_or_english("de"), Language::en);
}

TEST(Languages, NameCountriesAsTheirReadersDo) {
  const trade::Country kazakhstan("KAZ");
  EXPECT_EQ(country_name(kazakhstan, Language::en), "Kazakhstan");
  EXPECT_EQ(country_name(kazakhstan, Language::ur), "قزاخستان");
  EXPECT_EQ(country_name(kazakhstan, Language::kk), "Қазақстан");
  EXPECT_EQ(country_name(kazakhstan, Language::ru), "Казахстан");
  EXPECT_EQ(flow_words(trade::Country("PAK"), trade::Flow::export_, kazakhstan, Language::en),
            "Pakistan: exports to Kazakhstan");
}

}  // namespace
}  // namespace tradewatch::wording
