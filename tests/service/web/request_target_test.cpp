#include "service/web/request_target.h"

#include <gtest/gtest.h>

namespace tradewatch::web {
namespace {

TEST(RequestTarget, IsDecodedOnceWithTheFirstOfARepeatedName) {
  const auto target = parse_request_target("/targets/a%20b?limit=1&limit=2&q=x+y%2Bz&empty");
  ASSERT_TRUE(target);
  EXPECT_EQ(target->path, "/targets/a b");
  EXPECT_EQ(target->query.at("limit"), "1");
  EXPECT_EQ(target->query.at("q"), "x y+z");
  EXPECT_EQ(target->query.at("empty"), "");
  EXPECT_EQ(parse_request_target("/%252e")->path, "/%2e") << "not twice";
}

TEST(RequestTarget, IsRefusedWhereASegmentPosesAsTwoOrHoldsAControlCharacter) {
  for (const char* target : {"/a%2fb", "/a%5Cb", "/a%00", "/a%0d%0ab", "/?q=%0a", "/%zz", "/%2", "*", "",
                             "http://evil.example/", "//evil.example/x y"}) {
    EXPECT_FALSE(parse_request_target(target)) << target;
  }
}

}  // namespace
}  // namespace tradewatch::web
