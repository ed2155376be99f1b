// Addresses made of a template and a day, and keys taken out of texts.

#include "service/intake/pull_request.h"

#include <gmock/gmock.h>

namespace tradewatch::intake {
namespace {

using ::testing::ElementsAre;

trade::Date day(std::string_view text) { return *trade::parse_date(text); }

std::vector<std::string> urls(const std::string& url, std::string_view today, int back = 2) {
  settings::Pull pull;
  pull.url = url;
  pull.back = back;
  std::vector<std::string> urls;
  for (const PullRequest& request : requests_of(pull, day(today))) urls.push_back(request.url);
  return urls;
}

TEST(PullRequests, AskForTheLastMonthThatIsOverAndThenForOlderOnes) {
  EXPECT_THAT(urls("https://h/{period}", "2026-11-27"),
              ElementsAre("https://h/2026-10", "https://h/2026-09", "https://h/2026-08"));
  EXPECT_THAT(urls("https://h/{year}{month}", "2026-11-30", 0), ElementsAre("https://h/202610"));
  EXPECT_THAT(urls("https://h/{year}-M{month}?y={year}", "2026-12-01", 0), ElementsAre("https://h/2026-M11?y=2026"));
}

// Case L68: at New Year the asked-for year rolled to one that nobody had filed.
TEST(PullRequests, AtNewYearAskForTheYearBeforeToo) {
  EXPECT_THAT(urls("https://h/{year}", "2026-12-31", 1), ElementsAre("https://h/2026", "https://h/2025"));
  EXPECT_THAT(urls("https://h/{year}", "2027-01-01", 1), ElementsAre("https://h/2027", "https://h/2026"));
  EXPECT_THAT(urls("https://h/{period}", "2026-12-31", 1), ElementsAre("https://h/2026-11", "https://h/2026-10"));
  EXPECT_THAT(urls("https://h/{period}", "2027-01-01", 1), ElementsAre("https://h/2026-12", "https://h/2026-11"));
}

TEST(PullRequests, OfASpanAskOnce) {
  EXPECT_THAT(urls("https://h/?a={from}&b={to}", "2027-01-15"), ElementsAre("https://h/?a=2026-01-01&b=2027-01-15"));
}

TEST(PullRequests, OfAPlainAddressAskForItAsItStandsAndLeaveTheKeyOut) {
  EXPECT_THAT(urls("https://h/all.csv?key={key}", "2027-01-15"), ElementsAre("https://h/all.csv?key={key}"));
}

TEST(Keys, AreTakenOutHoweverTheyAreWritten) {
  EXPECT_EQ(in_address("a+b/c~"), "a%2Bb%2Fc~");
  EXPECT_EQ(without_key("k=a+b/c~&again=a%2Bb%2Fc~.", "a+b/c~"), "k={key}&again={key}.");
  EXPECT_EQ(without_key("nothing", ""), "nothing");
}

}  // namespace
}  // namespace tradewatch::intake
