#include "models/alerts/notice_policy.h"

#include <gtest/gtest.h>

namespace tradewatch::alerts {
namespace {

using std::chrono::days;
using std::chrono::hours;

const trade::Instant kNow = *trade::parse_instant("2026-03-01T09:00:00Z");

TEST(Silence, IsInForceFromItsStartToItsEndAndNoLonger) {
  SilenceTerms s{"", "", "", kNow, kNow + hours(24), std::nullopt, true};
  EXPECT_FALSE(in_force(s, kNow - hours(1)));
  EXPECT_TRUE(in_force(s, kNow));
  EXPECT_FALSE(in_force(s, kNow + hours(24)));
  s.ended = kNow + hours(2);
  EXPECT_TRUE(in_force(s, kNow + hours(1)));
  EXPECT_FALSE(in_force(s, kNow + hours(2)));
  s = {"", "", "", kNow, kNow + hours(24), std::nullopt, false};
  EXPECT_FALSE(in_force(s, kNow + hours(1))) << "restored from a backup and not confirmed";
}

TEST(Silence, MatchesWhatItNamesAndAllWhereItNamesNothing) {
  const SilenceTerms s{"pak", "", "ministry", kNow, kNow + hours(1), std::nullopt, true};
  EXPECT_TRUE(matches(s, "pak", "stale", "ministry"));
  EXPECT_FALSE(matches(s, "kaz", "stale", "ministry"));
  EXPECT_FALSE(matches(s, "pak", "stale", "press"));
}

TEST(Words, AreSaidOfTheStartAndToThoseWhoHeardItOfTheEnd) {
  EXPECT_EQ(word_of(State::pending, State::firing, Known::nothing), NoticeKind::firing);
  EXPECT_FALSE(word_of(State::recovering, State::firing, Known::firing)) << "a relapse is no new alert";
  EXPECT_EQ(word_of(State::recovering, State::resolved, Known::firing), NoticeKind::resolved);
  EXPECT_FALSE(word_of(State::recovering, State::resolved, Known::nothing));
  EXPECT_FALSE(word_of(State::inactive, State::pending, Known::nothing));
}

TEST(Words, KeptBackAreSaidOnlyWhereTheyAreStillNews) {
  EXPECT_EQ(belated_word(State::firing, Known::nothing), NoticeKind::firing);
  EXPECT_EQ(belated_word(State::resolved, Known::firing), NoticeKind::resolved);
  EXPECT_FALSE(belated_word(State::resolved, Known::nothing)) << "came and went inside the silence";
  EXPECT_FALSE(belated_word(State::recovering, Known::firing));
}

TEST(Reminders, AreDueWhileItStandsAndNobodyAcknowledged) {
  EXPECT_TRUE(reminder_due(State::firing, false, kNow - days(28), days(28), kNow));
  EXPECT_FALSE(reminder_due(State::firing, false, kNow - days(27), days(28), kNow));
  EXPECT_FALSE(reminder_due(State::firing, true, kNow - days(60), days(28), kNow));
  EXPECT_FALSE(reminder_due(State::recovering, false, kNow - days(60), days(28), kNow));
  EXPECT_FALSE(reminder_due(State::firing, false, kNow + days(2), days(28), kNow)) << "the clock was set back";
}

}  // namespace
}  // namespace tradewatch::alerts
