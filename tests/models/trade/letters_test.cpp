#include "models/trade/letters.h"

#include <gmock/gmock.h>

namespace tradewatch::trade {
namespace {

using ::testing::ElementsAre;

TEST(Letters, FoldMarksOffLatinLettersOnly) {
  EXPECT_STREQ(latin_base(U'\u00FC'), "u");
  EXPECT_STREQ(latin_base(U'\u0130'), "i");
  EXPECT_STREQ(latin_base(U'\u0308'), "");
  EXPECT_STREQ(latin_base(U'K'), "k");
  EXPECT_EQ(latin_base(U'\u041A'), nullptr);
  EXPECT_EQ(latin_base(U'\u00D7'), nullptr);  // the multiplication sign stands among the letters
}

TEST(Letters, KnowTheirTwinsInOtherScripts) {
  EXPECT_EQ(look_alike(U'\u041A'), 'k');
  EXPECT_EQ(look_alike(U'\u0430'), 'a');
  EXPECT_EQ(look_alike(U'\u0436'), '\0');
}

TEST(EditDistance, CountsEditsAndSwaps) {
  EXPECT_EQ(edit_distance("", "abc"), 3);
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3);
  EXPECT_EQ(edit_distance("souce", "source"), 1);
  EXPECT_EQ(edit_distance("vlaue", "value"), 1);
}

TEST(Nearest, PutsTheBestFirstAndNothingFar) {
  EXPECT_THAT(nearest("PERIODS", {"value", "period", "partner"}, 2), ElementsAre("period"));
  EXPECT_THAT(nearest("zzzzzz", {"value", "period"}, 2), ElementsAre());
  EXPECT_THAT(nearest("", {"value"}, 2), ElementsAre());
}

// The pairs are those of UnicodeData.txt: a shift in the first two columns of the block, neighbours in the others.
TEST(CyrillicLower, IsTheSmallLetterAtTheEndsOfEachRange) {
  EXPECT_EQ(cyrillic_lower("\u0400\u040F\u0410\u042F"), "\u0450\u045F\u0430\u044F");
  EXPECT_EQ(cyrillic_lower("\u0460\u0480"), "\u0461\u0481");
  EXPECT_EQ(cyrillic_lower("\u048A\u04BE"), "\u048B\u04BF");
  EXPECT_EQ(cyrillic_lower("\u04D0\u04FE"), "\u04D1\u04FF");
}

TEST(CyrillicLower, LeavesSmallLettersAndWhatIsNoLetterOfAPair) {
  for (const char* text :
       {"\u0430\u044F\u0450\u045F\u0461\u0481\u048B\u04BF\u04D1\u04FF", "\u0482\u0484\u0488", "\u04C2\u04CE", "\u03A9"})
    EXPECT_EQ(cyrillic_lower(text), text);
}

}  // namespace
}  // namespace tradewatch::trade
