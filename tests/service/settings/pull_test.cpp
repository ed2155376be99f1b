// [[intake.pull]]: what is read, and what is refused with its place.

#include <gmock/gmock.h>

#include "tests/service/settings/settings_folder.h"

namespace tradewatch::settings {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::StartsWith;

std::string pull_text(std::string_view url, std::string_view more = "") {
  return "[[intake.pull]]\nname = \"p\"\nurl = \"" + std::string(url) + "\"\nevery = \"1 day\"\n" + std::string(more);
}

// The faults of one pull.
std::vector<std::string> faults(std::string_view url, std::string_view more = "") {
  const SettingsFolder folder;
  folder.write("tradewatch.toml", pull_text(url, more));
  return folder.lines();
}

TEST(PullSettings, AreReadWithTheirDefaults) {
  const SettingsFolder folder;
  folder.write("tradewatch.toml", pull_text("https://Example.org:8443/data?month={period}"));
  const Settings settings = folder.good();
  ASSERT_THAT(settings.intake.pulls, SizeIs(1));
  const Pull& pull = settings.intake.pulls[0];
  EXPECT_EQ(pull.name, "p");
  EXPECT_EQ(pull.every_s, 86400);
  EXPECT_EQ(pull.back, 3);
  EXPECT_EQ(pull.timeout_s, 60);
  EXPECT_EQ(pull.max_bytes, 64 << 20);
  EXPECT_THAT(pull.hosts, ElementsAre("example.org"));
}

TEST(PullSettings, AreReadInFull) {
  const SettingsFolder folder;
  folder.write("tradewatch.toml", pull_text("https://example.org/d?from={from}&to={to}", R"(source = "sbp"
format = "house-csv"
months = 24
key_file = "comtrade.key"
key_header = "Ocp-Apim-Subscription-Key"
allow_hosts = ["Cdn.Example.org"]
timeout = "2 minutes"
max_bytes = 1000
)"));
  const Settings settings = folder.good();
  ASSERT_THAT(settings.intake.pulls, SizeIs(1));
  const Pull& pull = settings.intake.pulls[0];
  EXPECT_EQ(pull.source, "sbp");
  EXPECT_EQ(pull.months, 24);
  EXPECT_EQ(pull.key_file, folder.path() / "comtrade.key");
  EXPECT_EQ(pull.key_header, "Ocp-Apim-Subscription-Key");
  EXPECT_THAT(pull.hosts, ElementsAre("example.org", "cdn.example.org"));
  EXPECT_EQ(pull.timeout_s, 120);
  EXPECT_EQ(pull.max_bytes, 1000);
}

TEST(PullSettings, TellEveryFaultAtOnce) {
  const SettingsFolder folder;
  folder.write("tradewatch.toml", R"([[intake.pull]]
name = "Comtrade"
url = "ftp://example.org/"
evry = "1 day"
back = 99
[[intake.pull]]
name = "p"
url = "https://example.org/"
every = "1 second"
[[intake.pull]]
name = "p"
url = "http://127.0.0.1:1/"
every = "1 second"
)");
  EXPECT_THAT(
      folder.lines(),
      ElementsAre(StartsWith("tradewatch.toml:2:8: intake.pull[0].name: found \"Comtrade\""),
                  StartsWith("tradewatch.toml:3:7: intake.pull[0].url: found \"ftp://example.org/\""),
                  HasSubstr("did you mean `every`?"), StartsWith("tradewatch.toml:5:8: intake.pull[0].back"),
                  StartsWith("tradewatch.toml:9:9: intake.pull[1].every: found \"1 second\", expected a minute"),
                  HasSubstr("intake.pull[2].name: found \"p\", expected a name that no other pull has")));
}

TEST(PullSettings, AskNobodyElseWithoutEncryption) {
  EXPECT_THAT(faults("http://127.0.0.1:8080/x"), IsEmpty());
  EXPECT_THAT(faults("http://localhost/x"), IsEmpty());
  EXPECT_THAT(faults("http://[::1]:80/x"), IsEmpty());
  EXPECT_THAT(faults("http://example.org/x"), ElementsAre(HasSubstr("expected https")));
  EXPECT_THAT(faults("http://127.0.0.1.example.org/x"), ElementsAre(HasSubstr("expected https")));
}

TEST(PullSettings, NeverShowASecretThatIsInline) {
  for (const char* url :
       {"https://user:hunter22@example.org/", "https://example.org/?api_key=hunter22",
        "https://example.org/?a=1&subscription-key=hunter22", "https://example.org/?TOKEN=hunter22"}) {
    EXPECT_THAT(faults(url), ElementsAre(HasSubstr("in the address"))) << url;
    EXPECT_THAT(faults(url), ElementsAre(Not(HasSubstr("hunter22")))) << url;
  }
  EXPECT_THAT(faults("https://example.org/?api_key={key}", "key_file = \"k\"\n"), IsEmpty());
}

TEST(PullSettings, KnowThePlacesToFillIn) {
  EXPECT_THAT(faults("https://example.org/{year}/{month}"), IsEmpty());
  EXPECT_THAT(faults("https://example.org/{perod}"), ElementsAre(HasSubstr("did you mean `period`?")));
  EXPECT_THAT(faults("https://example.org/{period"), ElementsAre(HasSubstr("a single brace")));
  EXPECT_THAT(faults("https://{year}.example.org/"), SizeIs(1));
  EXPECT_THAT(faults("https://example.org/{month}"), ElementsAre(HasSubstr("{year} where {month} is")));
  EXPECT_THAT(faults("https://example.org/{from}/{period}"), ElementsAre(HasSubstr("either {from} and {to}")));
  EXPECT_THAT(faults("https://example.org/", "back = 2\nmonths = 3\n"), SizeIs(2));
}

TEST(PullSettings, GiveTheKeyOnePlaceAndOneFile) {
  EXPECT_THAT(faults("https://example.org/?key={key}"), ElementsAre(HasSubstr("key_file")));
  EXPECT_THAT(faults("https://example.org/", "key_file = \"k\"\n"), ElementsAre(HasSubstr("a place for the key too")));
  EXPECT_THAT(faults("https://example.org/?key={key}", "key_file = \"k\"\nkey_header = \"X-Key\"\n"),
              ElementsAre(HasSubstr("one place for the key")));
  EXPECT_THAT(faults("https://example.org/", "key_file = \"k\"\nkey_header = \"X Key\\r\\n\"\n"),
              ElementsAre(HasSubstr("a header such as")));
}

TEST(PullSettings, OfTheExamplesAreGood) {
  const auto examples = load_settings(TRADEWATCH_SOURCE_DIR "/config/pulls.example.toml");
  ASSERT_TRUE(examples) << to_line(examples.error().front());
  EXPECT_THAT(examples->intake.pulls, SizeIs(5));
}

}  // namespace
}  // namespace tradewatch::settings
