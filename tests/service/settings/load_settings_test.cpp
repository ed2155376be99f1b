// Whole files: what a good one gives, and every fault of faulty ones with its place.

#include <gmock/gmock.h>

#include "service/settings/assessment_digest.h"
#include "tests/service/settings/settings_folder.h"

namespace tradewatch::settings {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

constexpr std::string_view kGood = R"([service]
listen    = "127.0.0.1:9000"
time_zone = "Asia/Karachi"
languages = ["en", "ur"]

[store]
url = "sqlite:data/tradewatch.db"
backup_every = "1 day"
keep = 7
backup_folder = "copies"

[intake]
inbox = "inbox"
rescan = "5 minutes"

[[target]]
id        = "pak-kaz-1bn"
title     = "Pakistan-Kazakhstan: one billion US dollars in a year"
amount    = "1 billion USD"
announced = 2026-02-04
window    = "2026-03/2027-02"
baseline  = "2025-01/2025-12"
path      = "linear"
announcement = { text = "Trade will reach a billion.", source = "https://example.org/a", said_by = "both ministries" }
components = [
  { source = "sbp", reporter = "PAK", partner = "Kazakhstan", flow = "export" },
  { source = "sbp", reporter = "PAK", partner = "KAZ", flow = "import", valuation = "cif", basis = "customs" },
]
mirror = [{ source = "kaz-bns", reporter = "KAZ", partner = "PAK", flow = "two-way", commodity = "1006" }]
[target.alert]
probability_below = 0.25
probability_clear = 0.5
remind_every      = "2 weeks"
behind_path_by    = "12.5 %"
persist           = 3
stale_after       = "90 days"

[[receiver]]
name = "journal"
type = "log"

[[receiver]]
name = "desk"
type = "file"
path = "notices.jsonl"
language = "ur"
rules = ["off_track", "stale"]
targets = ["pak-kaz-1bn"]
severity = "warning"

[report]
every = "Friday 17:30"
)";

TEST(LoadSettings, ReadsEveryTableOfTheMainFile) {
  const SettingsFolder folder;
  folder.write("tradewatch.toml", kGood);
  const Settings settings = folder.good();
  EXPECT_EQ(settings.service.listen.address, "127.0.0.1");
  EXPECT_EQ(settings.service.listen.port, 9000);
  EXPECT_EQ(settings.service.time_zone, "Asia/Karachi");
  EXPECT_THAT(settings.service.languages, ElementsAre("en", "ur"));
  EXPECT_EQ(settings.store.url, "sqlite:" + (folder.path() / "data/tradewatch.db").string());
  EXPECT_EQ(settings.store.backup_every_days, 1);
  EXPECT_EQ(settings.store.keep, 7);
  EXPECT_EQ(settings.store.backup_folder, folder.path() / "copies");
  EXPECT_EQ(settings.intake.inbox, folder.path() / "inbox");
  EXPECT_EQ(settings.intake.rescan_s, 300);
  EXPECT_EQ(settings.report.every.day, std::chrono::Friday);
  EXPECT_EQ(settings.report.every.time_of_day, std::chrono::minutes(17 * 60 + 30));
  EXPECT_EQ(settings.file, folder.main_file().string());
  EXPECT_EQ(settings.digest.size(), 64U);
}

TEST(LoadSettings, ReadsEveryKeyOfATarget) {
  const SettingsFolder folder;
  folder.write("tradewatch.toml", kGood);
  const Settings settings = folder.good();
  ASSERT_EQ(settings.targets.size(), 1U);
  const targets::Target& target = settings.targets[0];
  EXPECT_EQ(target.id, "pak-kaz-1bn");
  EXPECT_EQ(target.title, "Pakistan-Kazakhstan: one billion US dollars in a year");
  EXPECT_EQ(target.amount_usd, 1e9);
  EXPECT_EQ(trade::format_date(target.announced), "2026-02-04");
  EXPECT_EQ(target.window, (trade::MonthSpan{trade::Month(2026, 3), trade::Month(2027, 2)}));
  ASSERT_TRUE(target.baseline);
  EXPECT_EQ(std::get<trade::MonthSpan>(*target.baseline),
            (trade::MonthSpan{trade::Month(2025, 1), trade::Month(2025, 12)}));
  EXPECT_EQ(target.path, targets::PathKind::linear);
  ASSERT_TRUE(target.announcement);
  EXPECT_EQ(target.announcement->said_by, "both ministries");
  ASSERT_EQ(target.components.size(), 2U);
  EXPECT_EQ(describe(target.components[0]), "sbp PAK export KAZ");
  EXPECT_EQ(describe(target.components[1]), "sbp PAK import KAZ cif customs");
  ASSERT_EQ(target.mirror.size(), 1U);
  EXPECT_EQ(describe(target.mirror[0]), "kaz-bns KAZ two-way PAK HS 1006");
  EXPECT_EQ(target.alert.probability_below, 0.25);
  EXPECT_EQ(target.alert.probability_clear, 0.5);
  EXPECT_EQ(target.alert.remind_every_days, 14);
  EXPECT_EQ(target.alert.behind_path_by, 0.125);
  EXPECT_EQ(target.alert.persist, 3);
  EXPECT_EQ(target.alert.stale_after_days, 90);
}

TEST(LoadSettings, ReadsReceivers) {
  const SettingsFolder folder;
  folder.write("tradewatch.toml", kGood);
  const Settings settings = folder.good();
  ASSERT_EQ(settings.receivers.size(), 2U);
  EXPECT_EQ(settings.receivers[0].type, ReceiverType::log);
  EXPECT_THAT(settings.receivers[0].rules, IsEmpty());
  const Receiver& desk = settings.receivers[1];
  EXPECT_EQ(desk.type, ReceiverType::file);
  EXPECT_EQ(desk.path, folder.path() / "notices.jsonl");
  EXPECT_EQ(desk.language, "ur");
  EXPECT_THAT(desk.rules, ElementsAre(alerts::Rule::off_track, alerts::Rule::stale));
  EXPECT_THAT(desk.targets, ElementsAre("pak-kaz-1bn"));
  EXPECT_EQ(desk.severity, Severity::warning);
}

TEST(LoadSettings, ListensToOtherMachinesBehindTlsAndTokens) {
  const SettingsFolder folder;
  const std::string service = "[service]\nlisten = \"0.0.0.0:8640\"\n";
  folder.write("tradewatch.toml",
               service + "[web]\ntokens_file = \"t\"\ncertificate_file = \"c.pem\"\nkey_file = \"k.pem\"\n");
  EXPECT_THAT(folder.lines(), IsEmpty());
  folder.write("tradewatch.toml", service + "[web]\ntokens_file = \"t\"\ncertificate_file = \"c.pem\"\n");
  EXPECT_THAT(folder.lines(),
              ElementsAre(HasSubstr("service.listen: found \"0.0.0.0\", which other machines can reach"),
                          HasSubstr("web.key_file: found nothing, expected both a certificate and its key")));
}

TEST(LoadSettings, TellsSixFaultsInSixLinesWithPlaceAndNearestKey) {
  const SettingsFolder folder;
  folder.write("tradewatch.toml", R"([service]
listen = "0.0.0.0:8640"
time_zne = "Asia/Karachi"

[[target]]
id        = "pak-kaz-1bn"
amount    = "1 bilion USD"
announced = 2026-02-04
windw     = "2026-03/2027-02"
components = [
  { source = "sbp", reporter = "PAK", partner = "Kazahkstan", flow = "export" },
]
[target.alert]
probability_below = 1.5
)");
  EXPECT_THAT(
      folder.lines(),
      ElementsAre(
          StartsWith("tradewatch.toml:2:10: service.listen: found \"0.0.0.0\", which other machines can reach, "
                     "expected a loopback address, or tokens_file, certificate_file and key_file in [web]"),
          "tradewatch.toml:3:1: service.time_zne: found an unknown key, expected a known key; did you mean "
          "`time_zone`?",
          StartsWith("tradewatch.toml:7:13: target[0].amount: found \"1 bilion USD\", expected an amount such as"),
          "tradewatch.toml:9:1: target[0].windw: found an unknown key, expected a known key; did you mean `window`?",
          StartsWith(
              "tradewatch.toml:11:49: target[0].components[0].partner: found \"Kazahkstan\", expected a country"),
          StartsWith("tradewatch.toml:14:21: target[0].alert.probability_below: found 1.5, expected a probability")));
}

TEST(LoadSettings, TellsOneFaultOfAFileThatIsNoToml) {
  const SettingsFolder folder;
  folder.write("tradewatch.toml", "[service]\nlisten = 127.0.0.1:8640\n[store\n");
  EXPECT_THAT(folder.lines(), ElementsAre(StartsWith("tradewatch.toml:2:")));
}

TEST(LoadSettings, SaysThatTheFileIsMissing) {
  const SettingsFolder folder;
  EXPECT_THAT(folder.lines(), ElementsAre("tradewatch.toml: found no such file, expected a TOML file of settings"));
}

TEST(LoadSettings, TakesTargetsOfTheFolderInOrderOfName) {
  const SettingsFolder folder;
  folder.write("tradewatch.toml", target_text("main"));
  folder.write("targets.d/20-b.toml", target_text("b"));
  folder.write("targets.d/10-a.toml", target_text("a") + target_text("a-two"));
  folder.write("targets.d/notes.txt", "no TOML");
  std::vector<std::string> ids;
  for (const targets::Target& target : folder.good().targets) ids.push_back(target.id);
  EXPECT_THAT(ids, ElementsAre("main", "a", "a-two", "b"));
}

TEST(LoadSettings, TellsTheFaultsOfAllFilesInFileOrder) {
  const SettingsFolder folder;
  folder.write("tradewatch.toml",
               target_text("same") + "[[receiver]]\nname = \"r\"\ntype = \"log\"\ntargets = [\"smae\"]\n");
  folder.write("targets.d/a.toml", "not TOML");
  folder.write("targets.d/b.toml", "[service]\n" + target_text("same"));
  EXPECT_THAT(
      folder.lines(),
      ElementsAre("tradewatch.toml:10:12: receiver[0].targets[0]: found \"smae\", expected the id of a target; did you "
                  "mean `same`?",
                  StartsWith("targets.d/a.toml:1:"),
                  StartsWith("targets.d/b.toml:1:2: service: found an unknown key, expected one of `target`"),
                  "targets.d/b.toml:3:6: target[0].id: found \"same\", expected an id that no other target has; it "
                  "stands at tradewatch.toml:2"));
}

TEST(LoadSettings, ReadsFilesOfRatesRelativeToItsFolder) {
  const SettingsFolder folder;
  folder.write("tradewatch.toml", "[rates]\nfiles = [\"ecb/eurofxref-hist.csv\", \"/srv/rates.csv\"]\n");
  EXPECT_THAT(folder.good().rates.files,
              ElementsAre(folder.path() / "ecb/eurofxref-hist.csv", std::filesystem::path("/srv/rates.csv")));
}

TEST(LoadSettings, IsStrictAboutRates) {
  const auto line_of = [](std::string_view text) {
    const SettingsFolder folder;
    folder.write("tradewatch.toml", text);
    const auto lines = folder.lines();
    return lines.empty() ? std::string() : lines.front();
  };
  EXPECT_THAT(line_of("[rates]\nfile = \"a\"\n"), HasSubstr("rates.file"));
  EXPECT_THAT(line_of("[rates]\n"), HasSubstr("rates.files"));
  EXPECT_THAT(line_of("[rates]\nfiles = [1]\n"), HasSubstr("expected a path in quotes"));
  EXPECT_THAT(line_of("[rates]\nfiles = \"a\"\n"), HasSubstr("expected a list of a path in quotes"));
}

constexpr std::string_view kReadings = R"([[target.reading]]
id = "kazakh-figures"
components = [{ source = "kaz-bns", reporter = "KAZ", partner = "PAK", flow = "two-way" }]
mirror = [{ source = "sbp", reporter = "PAK", partner = "KAZ", flow = "import" }]
[[target.reading]]
id = "fiscal-year"
window = "2026-07/2027-06"
amount = "1.1 billion USD"
baseline = "2024-07/2025-06"
)";

TEST(LoadSettings, ReadsReadingsWithWhatDiffers) {
  const SettingsFolder folder;
  folder.write("tradewatch.toml", target_text("t", kReadings));
  const targets::Target target = folder.good().targets.at(0);
  ASSERT_EQ(target.readings.size(), 2U);
  const targets::Reading& kazakh = target.readings[0];
  EXPECT_EQ(kazakh.id, "kazakh-figures");
  ASSERT_EQ(kazakh.components.size(), 1U);
  EXPECT_EQ(kazakh.components[0].flow, trade::Flow::two_way);
  EXPECT_EQ(kazakh.mirror.size(), 1U);
  EXPECT_FALSE(kazakh.window || kazakh.amount_usd || kazakh.baseline);
  const targets::Reading& fiscal = target.readings[1];
  EXPECT_EQ(trade::format_period(*fiscal.window), "2026-07/2027-06");
  EXPECT_EQ(fiscal.amount_usd, 1.1e9);
  EXPECT_TRUE(fiscal.baseline);
  EXPECT_THAT(fiscal.components, IsEmpty());
}

TEST(LoadSettings, NamesEveryFaultOfAReadingWithItsPlace) {
  const SettingsFolder folder;
  folder.write("tradewatch.toml", target_text("t", R"([[target.reading]]
id = "a"
windw = "2026-07/2027-06"
[[target.reading]]
id = "a"
amount = "1 billion EUR"
[[target.reading]]
id = "main"
amount = 5
[[target.reading]]
id = "b"
[[target.reading]]
id = "c"
window = "2025-01/2025-12"
[[target.reading]]
id = "d"
baseline = "2026-01/2027-02"
)"));
  EXPECT_THAT(
      folder.lines(),
      ElementsAre("tradewatch.toml:9:1: target[0].reading[0].windw: found an unknown key, expected a known key; did "
                  "you mean `window`?",
                  "tradewatch.toml:11:6: target[0].reading[1].id: found \"a\", expected an id that no other reading of "
                  "the target has",
                  StartsWith("tradewatch.toml:12:10: target[0].reading[1].amount: found \"1 billion EUR\""),
                  "tradewatch.toml:14:6: target[0].reading[2].id: found \"main\", expected another id: `main` is the "
                  "target as it stands",
                  "tradewatch.toml:16:1: target[0].reading[3].window: found nothing, expected what differs: window, "
                  "components, mirror, amount or baseline",
                  "tradewatch.toml:20:10: target[0].reading[4].window: found \"2025-01/2025-12\", expected months that "
                  "end after the announcement",
                  "tradewatch.toml:23:12: target[0].reading[5].baseline: found \"2026-01/2027-02\", expected months "
                  "that end before the window does"));
}

TEST(LoadSettings, SurvivesTablesThatAreNoTables) {
  const SettingsFolder folder;
  folder.write("tradewatch.toml",
               "service = 1\ntarget = 5\nreceiver = [1, { name = \"x\", type = \"log\", targets = [1, \"q\"] }]\n"
               "[intake]\npul = 3\n");
  EXPECT_THAT(
      folder.lines(),
      ElementsAre("tradewatch.toml:1:11: service: found 1, expected one table `[service]`",
                  "tradewatch.toml:2:10: target: found 5, expected a list of tables",
                  "tradewatch.toml:3:13: receiver[0]: found 1, expected a table",
                  "tradewatch.toml:3:55: receiver[1].targets[0]: found 1, expected a text in quotes",
                  "tradewatch.toml:3:58: receiver[1].targets[1]: found \"q\", expected the id of a target",
                  "tradewatch.toml:5:1: intake.pul: found an unknown key, expected a known key; did you mean `pull`?"));
}

TEST(LoadSettings, AcceptsAFileWithoutAnything) {
  const SettingsFolder folder;
  folder.write("tradewatch.toml", "");
  EXPECT_THAT(folder.good().targets, IsEmpty());
}

TEST(LoadSettings, NeverShowsAPassword) {
  const SettingsFolder folder;
  folder.write("tradewatch.toml", "[store]\nurl = \"postgresql://me:geheim@host/db\"\n");
  ASSERT_EQ(folder.lines().size(), 1U);
  EXPECT_THAT(folder.lines()[0], HasSubstr("store.url: found a password in the address"));
  EXPECT_THAT(folder.lines()[0], ::testing::Not(HasSubstr("geheim")));
}

TEST(AssessmentDigest, IgnoresTheTitleAndTheAnnouncement) {
  const SettingsFolder folder;
  folder.write("tradewatch.toml", kGood);
  const targets::Target before = folder.good().targets.at(0);
  targets::Target after = before;
  after.title = "Another title";
  after.announcement->text = "Other words";
  after.alert.remind_every_days = 1;
  EXPECT_EQ(assessment_digest(after), assessment_digest(before));
}

TEST(AssessmentDigest, ChangesWithEverythingThatChangesTheNumbers) {
  using Change = void (*)(targets::Target&);
  const SettingsFolder folder;
  folder.write("tradewatch.toml", kGood);
  const targets::Target before = folder.good().targets.at(0);
  const std::vector<Change> changes = {
      [](targets::Target& t) { t.id = "other"; },
      [](targets::Target& t) { t.amount_usd += 1; },
      [](targets::Target& t) { t.announced += std::chrono::days(1); },
      [](targets::Target& t) { t.window.last = t.window.last + 1; },
      [](targets::Target& t) { t.baseline = 250e6; },
      [](targets::Target& t) { t.baseline.reset(); },
      [](targets::Target& t) { t.path = targets::PathKind::geometric; },
      [](targets::Target& t) { t.components.pop_back(); },
      [](targets::Target& t) { t.components[0].source.reset(); },
      [](targets::Target& t) { t.components[1].valuation = trade::Valuation::fob; },
      [](targets::Target& t) { t.mirror.clear(); },
      [](targets::Target& t) { t.alert.probability_below = 0.3; },
      [](targets::Target& t) { t.alert.persist = 1; },
      [](targets::Target& t) { t.alert.stale_after_days = 1; },
      [](targets::Target& t) { t.readings = {{"r", 2e9, {}, {}, {}, {}}}; },
      [](targets::Target& t) { t.readings = {{"r", {}, t.window, {}, {}, {}}}; },
      [](targets::Target& t) { t.readings = {{"r", {}, {}, 2e9, {}, {}}}; },
      [](targets::Target& t) { t.readings = {{"r", {}, {}, {}, t.mirror, {}}}; },
      [](targets::Target& t) { t.readings = {{"r", {}, {}, {}, {}, t.mirror}}; },
  };
  std::vector<std::string> digests = {assessment_digest(before)};
  for (const Change change : changes) {
    targets::Target after = before;
    change(after);
    const std::string digest = assessment_digest(after);
    EXPECT_THAT(digests, ::testing::Not(::testing::Contains(digest)));
    digests.push_back(digest);
  }
}

TEST(AssessmentDigest, IsSha256) {
  // FIPS 180-2, appendix B.1.
  EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

}  // namespace
}  // namespace tradewatch::settings
