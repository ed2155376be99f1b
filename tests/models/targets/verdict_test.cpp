#include "models/targets/verdict.h"

namespace tradewatch::targets {
namespace {

TEST(Verdict, IsReadBackFromItsNameAndFromNothingElse) {
  using enum Verdict;
  for (const Verdict v : {achieved, on_track, at_risk, off_track, missed, unknown})
    EXPECT_EQ(parse_verdict(name_of(v)), v) << name_of(v);
  EXPECT_FALSE(parse_verdict("on track"));
  EXPECT_FALSE(parse_verdict(""));
}

TEST(Verdict, AsksForTheMoreTheWorseItIs) {
  EXPECT_LT(urgency(Verdict::missed), urgency(Verdict::on_track));
  EXPECT_LT(urgency(Verdict::off_track), urgency(Verdict::at_risk));
  EXPECT_LT(urgency(Verdict::at_risk), urgency(Verdict::on_track));
  EXPECT_LE(urgency(Verdict::on_track), urgency(Verdict::achieved));
}

}  // namespace
}  // namespace tradewatch::targets
