// Each kind of value: what is read, and what is refused in which words.

#include <gmock/gmock.h>

#include "service/settings/value_kind.h"
#include "tests/service/settings/settings_folder.h"

namespace tradewatch::settings {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// The value written in TOML as `text`, read as `kind`.
template <typename T>
std::optional<T> as(const Kind<T>& kind, std::string_view text) {
  const toml::table table = toml::parse("v = " + std::string(text));
  const auto value = kind.read(*table.get("v"));
  return value ? std::optional(*value) : std::nullopt;
}

TEST(Amounts, AreReadExactly) {
  EXPECT_EQ(as(amount_usd(), R"("1 billion USD")"), 1e9);
  EXPECT_EQ(as(amount_usd(), R"("250 million USD")"), 250e6);
  EXPECT_EQ(as(amount_usd(), R"("0.25 billion USD")"), 250e6);
  EXPECT_EQ(as(amount_usd(), R"("1.1 billion USD")"), 1'100'000'000.0);
  EXPECT_EQ(as(amount_usd(), R"("1500 USD")"), 1500.0);
  EXPECT_EQ(as(amount_usd(), "1_000_000_000"), 1e9);
}

TEST(Amounts, RefuseWhatCouldBeReadTwoWays) {
  for (const char* text : {R"("1 billion EUR")", R"("1 billion")", R"("1,000 USD")", R"("1,5 billion USD")",
                           R"("-1 USD")", R"("1e9 USD")", R"("USD 1 billion")", R"("2 billion billion USD")", R"("")",
                           "0", "-5", "inf", "nan", "true", R"("2000 trillion USD")", "[1]"}) {
    EXPECT_EQ(as(amount_usd(), text), std::nullopt) << text;
  }
}

TEST(Durations, AreWholeDaysOrWeeks) {
  EXPECT_EQ(as(days(), R"("75 days")"), 75);
  EXPECT_EQ(as(days(), R"("4 weeks")"), 28);
  EXPECT_EQ(as(days(), R"("1 day")"), 1);
  EXPECT_EQ(as(days(), R"("48 hours")"), 2);
  EXPECT_EQ(as(seconds(), R"("5 minutes")"), 300);
  for (const char* text : {R"("75 dys")", R"("0 days")", R"("-1 days")", R"("1.5 days")", R"("75")", R"("1 month")",
                           R"("36 hours")", R"("4000 days")", R"("99999999999 days")", "75", R"("2147483647 weeks")"}) {
    EXPECT_EQ(as(days(), text), std::nullopt) << text;
  }
}

TEST(Shares, ArePercent) {
  EXPECT_EQ(as(share(), R"("10 %")"), 0.10);
  EXPECT_EQ(as(share(), R"("12.5%")"), 0.125);
  for (const char* text : {R"("10")", R"("0 %")", R"("100 %")", R"("-1 %")", R"("ten %")", R"("%")", "0.1"}) {
    EXPECT_EQ(as(share(), text), std::nullopt) << text;
  }
}

TEST(Probabilities, LieWithinZeroAndOne) {
  EXPECT_EQ(as(probability(), "0.33"), 0.33);
  EXPECT_EQ(as(probability(), "0"), 0.0);
  for (const char* text : {"1.01", "-0.1", "nan", R"("0.33")"})
    EXPECT_EQ(as(probability(), text), std::nullopt) << text;
}

TEST(Dates, AreTomlDatesOrTheSameAsText) {
  const auto day = trade::parse_date("2026-02-04");
  EXPECT_EQ(as(date(), "2026-02-04"), day);
  EXPECT_EQ(as(date(), R"("2026-02-04")"), day);
  for (const char* text : {R"("04.02.2026")", R"("2026-02-30")", R"("2026-02")", "2026-02-04T10:00:00Z", "20260204"}) {
    EXPECT_EQ(as(date(), text), std::nullopt) << text;
  }
}

TEST(Windows, HoldAtMostTenYears) {
  EXPECT_EQ(as(window(), R"("2026-03/2027-02")")->months(), 12);
  EXPECT_EQ(as(window(), R"("2026-03")")->months(), 1);
  EXPECT_EQ(as(window(), R"("2020-01/2029-12")")->months(), 120);
  for (const char* text :
       {R"("2020-01/2030-01")", R"("2027-02/2026-03")", R"("2026-3/2027-2")", R"("2025-26")", R"("1066-10")", "2026"}) {
    EXPECT_EQ(as(window(), text), std::nullopt) << text;
  }
}

TEST(Baselines, AreMonthsOrAnAmount) {
  EXPECT_EQ(std::get<double>(*as(baseline(), R"("250 million USD")")), 250e6);
  EXPECT_EQ(std::get<double>(*as(baseline(), "250_000_000")), 250e6);
  EXPECT_EQ(std::get<trade::MonthSpan>(*as(baseline(), R"("2025-01/2025-12")")).months(), 12);
  EXPECT_EQ(std::get<trade::MonthSpan>(*as(baseline(), R"("2025")")).months(), 12);
  EXPECT_FALSE(as(baseline(), "2025"));  // a year that lost its quotes, not 2025 dollars
  EXPECT_FALSE(as(baseline(), R"("250 million EUR")"));
}

TEST(Listening, IsAtANumericAddressAndAPort) {
  EXPECT_EQ(as(listen_address(), R"("127.0.0.1:8640")")->port, 8640);
  EXPECT_EQ(as(listen_address(), R"("localhost:0")")->address, "127.0.0.1");
  EXPECT_EQ(as(listen_address(), R"("[::1]:80")")->address, "::1");
  EXPECT_EQ(as(listen_address(), R"("0.0.0.0:8640")")->address, "0.0.0.0");
  EXPECT_TRUE(is_loopback(*as(listen_address(), R"("127.8.0.1:80")")));
  EXPECT_FALSE(is_loopback(*as(listen_address(), R"("[::]:80")")));
  for (const char* text : {R"("[::1")", R"("[fe80::1%eth0]:80")", R"("127.0.0.1")", R"("127.0.0.1:")",
                           R"("127.0.0.1:65536")", R"(":8640")", R"("127.0.0:80")", R"("127.0.0.256:80")",
                           R"("127.evil.example:80")", R"("127.0.0.1.:80")", "8640"}) {
    EXPECT_FALSE(as(listen_address(), text)) << text;
  }
}

TEST(StoreUrls, AreSqliteOrPostgresql) {
  EXPECT_EQ(as(store_url("/etc/t"), R"("sqlite:/var/a.db")"), "sqlite:/var/a.db");
  EXPECT_EQ(as(store_url("/etc/t"), R"("sqlite:data/../a.db")"), "sqlite:/etc/t/a.db");
  EXPECT_EQ(as(store_url("/etc/t"), R"("postgresql://me@host/db")"), "postgresql://me@host/db");
  for (const char* text : {R"("mysql://host/db")", R"("sqlite:")", R"("/var/a.db")", R"("postgresql://me:pw@host/db")",
                           R"("postgresql://host/db?user=me&password=pw")", "1"}) {
    EXPECT_EQ(as(store_url("/etc/t"), text), std::nullopt) << text;
  }
}

TEST(ReportTimes, AreAWeekdayAndATime) {
  EXPECT_EQ(as(weekly_moment(), R"("Monday 09:00")")->day, std::chrono::Monday);
  EXPECT_EQ(as(weekly_moment(), R"("sunday 23:59")")->time_of_day, std::chrono::minutes(1439));
  for (const char* text :
       {R"("Monday")", R"("Mon 09:00")", R"("Monday 9:00")", R"("Monday 24:00")", R"("Monday -1:00")"}) {
    EXPECT_FALSE(as(weekly_moment(), text)) << text;
  }
}

TEST(TimeZones, AreNamesNotPaths) {
  EXPECT_EQ(as(time_zone(), R"("Asia/Almaty")"), "Asia/Almaty");
  for (const char* text : {R"("Asia/Karchi")", R"("../etc/passwd")", R"("/etc/passwd")", R"("Asia")", R"("")"}) {
    EXPECT_FALSE(as(time_zone(), text)) << text;
  }
}

// Faults that arise between values: what is written in the target, and words of the one fault that follows.
struct TargetCase {
  std::string_view claim;
  std::string_view from;  // of target_text()
  std::string_view to;
  std::vector<std::string_view> words;
};

TEST(Targets, RefuseValuesThatDoNotFitEachOther) {
  const std::vector<TargetCase> cases = {
      {"an id holds no capitals", "pak-kaz-1bn", "Pak Kaz", {"target[0].id", "small letters"}},
      {"announced after the window",
       "2026-02-04",
       "2027-03-01",
       {"target[0].announced", "before the end of the window"}},
      {"no components", "components", "# components", {"target[0].components: found nothing"}},
      {"empty components",
       R"([{ reporter = "PAK", partner = "KAZ", flow = "export" }])",
       "[]",
       {"found an empty list"}},
      {"unknown country", "\"PAK\"", "\"PKA\"", {"components[0].reporter: found \"PKA\"", "did you mean `PAK`"}},
      {"unknown flow", "\"export\"", "\"exports\"", {"components[0].flow", "\"re-export\""}},
      {"a flow twice",
       "}]",
       R"(}, { reporter = "PAK", partner = "Pakistan", flow = "import" },
         { source = "sbp", reporter = "PAK", partner = "KAZ", flow = "re-export" }])",
       {"components[2]: found sbp PAK re-export KAZ", "components[0]", "counts the same trade"}},
      {"a baseline after the window",
       "id =",
       "baseline = \"2026-06/2027-05\"\nid =",
       {"target[0].baseline", "before the window"}},
      {"not a table", "id =", "announcement = \"x\"\nid =", {"target[0].announcement: found \"x\"", "table"}},
      {"clear under below",
       "}]\n",
       "}]\n[target.alert]\nprobability_below = 0.4\nprobability_clear = 0.3\n",
       {"target[0].alert.probability_clear: found 0.3", "more than probability_below"}},
      {"below over the default clear",
       "}]\n",
       "}]\n[target.alert]\nprobability_below = 0.5\n",
       {"target[0].alert.probability_below: found 0.5", "0.4 unless stated"}},
      {"persist of none", "}]\n", "}]\n[target.alert]\npersist = 0\n", {"alert.persist: found 0", "from 1 to 10"}},
      {"single brackets", "[[target]]", "[target]", {"found one table `[target]`", "`[[target]]`"}},
  };
  for (const TargetCase& c : cases) {
    std::string text = target_text();
    text.replace(text.find(c.from), c.from.size(), c.to);
    const SettingsFolder folder;
    folder.write("tradewatch.toml", text);
    const std::vector<std::string> lines = folder.lines();
    ASSERT_EQ(lines.size(), 1U) << c.claim << ": " << ::testing::PrintToString(lines);
    for (const std::string_view words : c.words) EXPECT_THAT(lines[0], HasSubstr(std::string(words))) << c.claim;
  }
}

TEST(Receivers, NeedWhatTheirTypeNeeds) {
  const SettingsFolder folder;
  folder.write("tradewatch.toml",
               "[[receiver]]\nname = \"a\"\ntype = \"file\"\n[[receiver]]\nname = \"a\"\ntype = \"log\"\npath = \"x\"\n"
               "rules = [\"of_track\", \"mirror\"]\n");
  EXPECT_THAT(folder.lines(), ElementsAre(HasSubstr("receiver[0].path: found nothing, expected the file to write to"),
                                          HasSubstr("receiver[1].name: found \"a\", expected a name that no other"),
                                          HasSubstr("receiver[1].path: found \"x\", expected no such key"),
                                          HasSubstr("receiver[1].rules[0]: found \"of_track\"")));
}

TEST(Settings, HaveDefaultsForAllThatIsNotWritten) {
  const SettingsFolder folder;
  folder.write("tradewatch.toml", target_text());
  const Settings settings = folder.good();
  EXPECT_EQ(settings.service.listen.port, 8640);
  EXPECT_EQ(settings.store.backup_every_days, std::nullopt);
  EXPECT_THAT(settings.receivers, IsEmpty());
  ASSERT_EQ(settings.targets.size(), 1U);
  EXPECT_EQ(settings.targets[0].title, "pak-kaz-1bn");
  EXPECT_EQ(settings.targets[0].baseline, std::nullopt);
}

}  // namespace
}  // namespace tradewatch::settings
