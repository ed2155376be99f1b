#include "service/intake/amount.h"

#include <gmock/gmock.h>

#include <charconv>
#include <cmath>
#include <random>
#include <string>

namespace tradewatch::intake {
namespace {

std::string digits_only(double value, std::chars_format format) {
  char text[512];
  return {text, std::to_chars(text, text + sizeof text, value, format).ptr};
}

TEST(Amount, ReadsBackEveryAmountThatIsPrinted) {
  constexpr unsigned kSeed = 20261125;
  RecordProperty("seed", static_cast<int>(kSeed));
  std::mt19937_64 random(kSeed);
  std::uniform_real_distribution<double> exponent(-9.0, 15.0);
  for (int i = 0; i < 100'000; ++i) {
    const double value = std::pow(10.0, exponent(random));
    const std::string text = digits_only(value, std::chars_format::fixed);
    const auto read = parse_amount(text, 0);
    ASSERT_TRUE(read) << text;
    ASSERT_EQ(*read, value) << text;
  }
}

TEST(Amount, MultipliesWholeThousandsExactly) {
  constexpr unsigned kSeed = 7;
  std::mt19937_64 random(kSeed);
  for (int i = 0; i < 100'000; ++i) {
    const auto thousandths = static_cast<long long>(random() % 1'000'000'000);
    std::string text = std::to_string(thousandths / 1000) + "." + std::to_string(1000 + thousandths % 1000).substr(1);
    ASSERT_EQ(*parse_amount(text, 3), static_cast<double>(thousandths)) << text;
    ASSERT_EQ(*parse_amount(text, 6), static_cast<double>(thousandths * 1000)) << text;
  }
}

TEST(Amount, TakesTheLimitAndNothingAbove) {
  EXPECT_EQ(parse_amount("1000000000000000", 0), 1e15);
  EXPECT_EQ(parse_amount("1000000.000", 9), 1e15);
  EXPECT_FALSE(parse_amount("1000000000000000.1", 0));
  EXPECT_FALSE(parse_amount("1000000.000001", 9));
  EXPECT_FALSE(parse_amount(std::string(500, '9'), 0));
  EXPECT_FALSE(parse_amount("0." + std::string(500, '0') + "1", 0));
  EXPECT_EQ(parse_amount("000.000", 9), 0.0);
}

}  // namespace
}  // namespace tradewatch::intake
