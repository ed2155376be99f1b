#include "models/trade/name_key.h"

#include <gmock/gmock.h>

namespace tradewatch::trade {
namespace {

using ::testing::Optional;

// The pairs are those of UnicodeData.txt.
TEST(NameKey, HasTheSmallLetterOfEveryCyrillicRange) {
  EXPECT_THAT(name_key("\u0400\u040F\u0410\u042F"), Optional(std::string("\u0450\u045F\u0430\u044F")));
  EXPECT_THAT(name_key("\u0460\u0480\u048A\u04BE"), Optional(std::string("\u0461\u0481\u048B\u04BF")));
  EXPECT_THAT(name_key("\u04C0\u04C1\u04CD"), Optional(std::string("\u04CF\u04C2\u04CE")));
  EXPECT_THAT(name_key("\u04D0\u04FE\u0500\u052E"), Optional(std::string("\u04D1\u04FF\u0501\u052F")));
  EXPECT_THAT(name_key("\u0401\u0451"), Optional(std::string("\u0435\u0435"))) << "as most texts write it";
}

TEST(NameKey, LeavesSmallCyrillicLettersAsTheyAre) {
  for (const char* text :
       {"\u0430\u044F\u0450\u045F", "\u0461\u0481\u048B\u04BF", "\u04C2\u04CE\u04CF\u04D1", "\u0501\u052F"})
    EXPECT_THAT(name_key(text), Optional(std::string(text)));
}

TEST(NameKey, IsNothingForWhatIsNoLetterBesideCyrillicOnes) {
  for (const char* sign : {"\u0482", "\u0489", "\u03FF", "\u0530"}) EXPECT_FALSE(name_key(sign)) << sign;
}

}  // namespace
}  // namespace tradewatch::trade
