#include "models/trade/revision.h"

#include <gmock/gmock.h>

#include <charconv>

namespace tradewatch::trade {
namespace {

// A figure as published in USD thousand.
Figure thousands(const std::string& text, Status status = Status::final) {
  Figure figure;
  figure.key = {"kaz-bns", Country("KAZ"), Country("RUS")};
  figure.period = {Month(2019, 1), Month(2019, 12)};
  double value = 0.0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  figure.value_usd = value * 1000.0;
  figure.value_text = text;
  figure.unit = "USD thousand";
  figure.status = status;
  return figure;
}

Figure withdrawn() {
  Figure figure = thousands("0");
  figure.value_usd.reset();
  figure.value_text.clear();
  figure.status = Status::withdrawn;
  return figure;
}

Change change(const Figure& in_force, const Figure& offered) { return classify(&in_force, offered); }

TEST(Revision, TellsTheFirstVintageFromLaterOnes) {
  EXPECT_EQ(classify(nullptr, thousands("1")), Change::first);
  EXPECT_EQ(change(thousands("1"), thousands("1")), Change::duplicate);
  EXPECT_EQ(change(thousands("1.0"), thousands("1")), Change::duplicate);
  EXPECT_EQ(change(thousands("1"), thousands("2")), Change::revision);
}

TEST(Revision, ThatOnlyRoundsIsNoNews) {
  EXPECT_EQ(change(thousands("97774894.6"), thousands("97774894.63448")), Change::rounding);
  EXPECT_EQ(change(thousands("97774894.63448"), thousands("97774894.6")), Change::rounding);
  EXPECT_EQ(change(thousands("97774894.6"), thousands("97774894.66")), Change::revision);
  EXPECT_EQ(change(thousands("1.5"), thousands("2")), Change::rounding);
}

TEST(Revision, OfTheStatusAloneIsARevision) {
  EXPECT_EQ(change(thousands("1", Status::provisional), thousands("1")), Change::revision);
  EXPECT_EQ(change(thousands("1.04", Status::provisional), thousands("1.0")), Change::revision);
}

TEST(Revision, KnowsWithdrawalsAndReturns) {
  EXPECT_EQ(change(thousands("1"), withdrawn()), Change::withdrawal);
  EXPECT_EQ(classify(nullptr, withdrawn()), Change::withdrawal);
  EXPECT_EQ(change(withdrawn(), withdrawn()), Change::duplicate);
  EXPECT_EQ(change(withdrawn(), thousands("1")), Change::revision);
}

TEST(Revision, FromZeroIsNeverARounding) { EXPECT_EQ(change(thousands("0"), thousands("5")), Change::revision); }

}  // namespace
}  // namespace tradewatch::trade
