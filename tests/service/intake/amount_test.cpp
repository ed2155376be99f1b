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

// The reference is the reader of floating point numbers of the standard library, given the power as an exponent.
TEST(Amount, OfAMillionRandomTextsIsTheNearestDouble) {
  constexpr std::uint64_t kSeed = 20261127;
  SCOPED_TRACE(testing::Message() << "seed " << kSeed);
  std::mt19937_64 random(kSeed);
  int read = 0;
  for (int i = 0; i < 1'000'000; ++i) {
    std::string text = std::to_string(random() % 10);
    for (auto n = random() % 10; n > 0; --n) text += static_cast<char>('0' + random() % 10);
    if (random() % 2 == 0) {
      text += '.';
      for (auto n = random() % 9 + 1; n > 0; --n) text += static_cast<char>('0' + random() % 10);
    }
    const int exponent = static_cast<int>(random() % 4) * 3;
    const auto amount = parse_amount(text, exponent);
    if (!amount) continue;  // too large, or more digits than a double gives back
    ++read;
    const std::string whole = text + "e" + std::to_string(exponent);
    double nearest = -1.0;
    std::from_chars(whole.data(), whole.data() + whole.size(), nearest);
    ASSERT_EQ(*amount, nearest) << whole;
  }
  EXPECT_GT(read, 500'000);
}

}  // namespace
}  // namespace tradewatch::intake
