#include "service/web/metrics.h"

#include <boost/json/parse.hpp>
#include <cstdio>
#include <fstream>
#include <regex>
#include <set>

namespace tradewatch::web {
namespace {

using testing::HasSubstr;
using testing::Not;

const trade::Instant kAssessed = trade::parse_instant("2026-02-04T09:30:00Z").value();

TEST(Metrics, CountFromZero) {
  Metrics metrics;
  metrics.count_figures_stored(24);
  metrics.count_figures_stored();
  const std::string text = metrics.text();
  EXPECT_THAT(text, HasSubstr("\ntradewatch_figures_stored_total 25\n"));
  EXPECT_THAT(text, HasSubstr("\ntradewatch_documents_refused_total 0\n"));
}

TEST(Metrics, TellOfTheNewestBackupOnceThereIsOne) {
  Metrics metrics;
  EXPECT_THAT(metrics.text(), testing::Not(HasSubstr("\ntradewatch_last_backup_timestamp_seconds ")));
  metrics.set_last_backup(kAssessed);
  metrics.count_backups_failed();
  EXPECT_THAT(metrics.text(), HasSubstr("\ntradewatch_last_backup_timestamp_seconds 1770197400\n"));
  EXPECT_THAT(metrics.text(), HasSubstr("\ntradewatch_backups_failed_total 1\n"));
}

TEST(Metrics, TellOfEachTargetItsOneVerdict) {
  Metrics metrics;
  metrics.set_target("t", 0.25, "off_track", kAssessed);
  const std::string text = metrics.text();
  EXPECT_THAT(text, HasSubstr("tradewatch_target_probability{target=\"t\"} 0.25\n"));
  EXPECT_THAT(text, HasSubstr("tradewatch_target_verdict{target=\"t\",verdict=\"off_track\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("tradewatch_target_verdict{target=\"t\",verdict=\"unknown\"} 0\n"));
  EXPECT_THAT(text, HasSubstr("tradewatch_last_assessment_timestamp_seconds{target=\"t\"} 1770197400\n"));
}

TEST(Metrics, AProbabilityNoLongerKnownIsTakenAway) {
  Metrics metrics;
  metrics.set_target("t", 0.25, "off_track", kAssessed);
  metrics.set_target("t", std::nullopt, "something new", kAssessed);
  const std::string text = metrics.text();
  EXPECT_THAT(text, Not(HasSubstr("tradewatch_target_probability{")));
  EXPECT_THAT(text, HasSubstr("verdict=\"unknown\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("verdict=\"off_track\"} 0\n"));
}

TEST(Metrics, AForgottenTargetLeavesNothingBehind) {
  Metrics metrics;
  metrics.set_target("t", 0.25, "off_track", kAssessed);
  metrics.forget_target("t");
  metrics.forget_target("t");
  EXPECT_THAT(metrics.text(), Not(HasSubstr("target=")));
}

TEST(Metrics, TellOfEachPullWhatThereWas) {
  Metrics metrics;
  metrics.set_pull("p", {});
  EXPECT_THAT(metrics.text(), Not(HasSubstr("pull=\"p\""))) << "nothing yet is no number";
  metrics.set_pull("p", {kAssessed, std::nullopt, kAssessed});
  metrics.count_pull_round("p", "forbidden");
  metrics.count_pull_round("p", "forbidden");
  std::string text = metrics.text();
  EXPECT_THAT(text, HasSubstr("tradewatch_pull_last_success_timestamp_seconds{pull=\"p\"} 1770197400\n"));
  EXPECT_THAT(text, HasSubstr("tradewatch_pull_last_error_timestamp_seconds{pull=\"p\"} 1770197400\n"));
  EXPECT_THAT(text, Not(HasSubstr("last_new_figure_timestamp_seconds{")));
  EXPECT_THAT(text, HasSubstr("tradewatch_pull_rounds_total{outcome=\"forbidden\",pull=\"p\"} 2\n"));
  metrics.forget_pull("p");
  metrics.forget_pull("p");
  EXPECT_THAT(metrics.text(), Not(HasSubstr("seconds{pull=")));
}

TEST(Metrics, TellOfEachReceiverWhatWaitsForItAndWhatBecameOfTheRest) {
  Metrics metrics;
  metrics.count_notices("ministry", 0, 2, 1);
  metrics.count_notices("ministry", 3, 0, 0);
  metrics.set_outbox("ministry", 4, 60.0);
  metrics.set_outbox("press", 0, std::nullopt);
  std::string text = metrics.text();
  EXPECT_THAT(text, HasSubstr("tradewatch_notices_delivered_total{receiver=\"ministry\"} 3\n"));
  EXPECT_THAT(text, HasSubstr("tradewatch_notices_failed_total{receiver=\"ministry\"} 2\n"));
  EXPECT_THAT(text, HasSubstr("tradewatch_notices_given_up_total{receiver=\"ministry\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("tradewatch_outbox_backlog{receiver=\"ministry\"} 4\n"));
  EXPECT_THAT(text, HasSubstr("tradewatch_outbox_oldest_age_seconds{receiver=\"ministry\"} 60\n"));
  EXPECT_THAT(text, HasSubstr("tradewatch_outbox_backlog{receiver=\"press\"} 0\n"));
  EXPECT_THAT(text, Not(HasSubstr("oldest_age_seconds{receiver=\"press\"}"))) << "nothing waits";
  metrics.set_outbox("ministry", 0, std::nullopt);
  EXPECT_THAT(metrics.text(), Not(HasSubstr("oldest_age_seconds{")));
  metrics.forget_receiver("ministry");
  metrics.forget_receiver("ministry");
  EXPECT_THAT(metrics.text(), Not(HasSubstr("backlog{receiver=\"ministry\"}")));
}

// Every metric that there is, each with a value.
std::string all_of_them() {
  Metrics metrics;
  metrics.count_notices("ministry", 1, 2, 3);
  metrics.set_outbox("ministry", 4, 60.0);
  metrics.set_last_backup(kAssessed);
  metrics.set_target("a", 0.25, "off_track", kAssessed);
  metrics.set_pull("p", {kAssessed, kAssessed, kAssessed});
  metrics.count_pull_round("p", "figures");
  return metrics.text();
}

std::set<std::string> names_in(const std::string& text) {
  std::set<std::string> names;
  static const std::regex kName("tradewatch_[a-z0-9_]+");
  for (std::sregex_iterator at(text.begin(), text.end(), kName), end; at != end; ++at) names.insert(at->str());
  return names;
}

std::string file(const std::string& path) {
  std::ifstream in(std::string(TRADEWATCH_SOURCE_DIR) + "/" + path);
  EXPECT_TRUE(in) << path;
  return {std::istreambuf_iterator<char>(in), {}};
}

TEST(Metrics, AreWhatDashboardAndRulesAskForAndNoneIsForgotten) {
  const std::set<std::string> given = names_in(all_of_them());
  EXPECT_GE(given.size(), 15U);
  const std::set<std::string> shown = names_in(file("config/grafana/tradewatch.json"));
  const std::set<std::string> watched = names_in(file("config/prometheus/tradewatch.rules.yml"));
  EXPECT_EQ(shown, given) << "the dashboard shows all of them";
  EXPECT_THAT(watched, testing::Each(testing::AnyOfArray(given)));
  const auto dashboard = boost::json::parse(file("config/grafana/tradewatch.json"));
  std::set<std::int64_t> ids;
  for (const auto& panel : dashboard.at("panels").as_array()) ids.insert(panel.at("id").as_int64());
  EXPECT_EQ(ids.size(), dashboard.at("panels").as_array().size()) << "each panel has an id of its own";
}

TEST(Metrics, AreTakenByPrometheus) {
  std::FILE* promtool = ::popen("promtool check metrics", "w");
  ASSERT_NE(promtool, nullptr);
  const std::string text = all_of_them();
  std::fwrite(text.data(), 1, text.size(), promtool);
  EXPECT_EQ(::pclose(promtool), 0) << "promtool says why; scripts/setup --tests installs it";
}

}  // namespace
}  // namespace tradewatch::web
