#include "service/web/metrics.h"

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

}  // namespace
}  // namespace tradewatch::web
