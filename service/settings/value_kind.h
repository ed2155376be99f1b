// A kind of value: what it looks like in words, and how a TOML value is read as one.
//
// Numbers are read by std::from_chars, so a decimal comma in the locale changes nothing.

#pragma once

#include <toml++/toml.h>

#include <chrono>
#include <expected>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "models/targets/target.h"
#include "service/settings/settings.h"

namespace tradewatch::settings {

// Why a value is not of a kind. What is empty is said in general: the value as written, the kind's own words.
struct Miss {
  std::string expected;
  std::string found;
};

// Not inline, so that g++ 12 does not warn inside its own std::string.
[[nodiscard]] std::unexpected<Miss> miss(std::string expected = {}, std::string found = {});

template <typename T>
struct Kind {
  std::string expected;
  std::function<std::expected<T, Miss>(const toml::node&)> read;
};

// The value as an error shows it: `"75 dys"`, `12`, "a list".
[[nodiscard]] std::string found_in(const toml::node& node);

// Words.
[[nodiscard]] Kind<std::string> text();                                              // any that is not empty
[[nodiscard]] Kind<std::string> identifier();                                        // [a-z0-9-]+
[[nodiscard]] Kind<std::string> one_of(const std::vector<std::string_view>& names);  // exactly one of them
[[nodiscard]] Kind<std::string> language();                                          // one that the program speaks
[[nodiscard]] Kind<bool> yes_or_no();                                                // true or false

// Quantities.
[[nodiscard]] Kind<int> whole_number(int least, int most);
[[nodiscard]] Kind<double> amount_usd();   // "1 billion USD" or 1_000_000_000
[[nodiscard]] Kind<double> probability();  // 0 to 1
[[nodiscard]] Kind<double> share();        // "10 %", over 0 % and under 100 %; as a share
[[nodiscard]] Kind<int> days();            // "75 days", "4 weeks"; one day to ten years
[[nodiscard]] Kind<int> seconds();         // "30 seconds", "5 minutes"; one second to one day
[[nodiscard]] Kind<int> interval();        // "1 day", "6 hours"; one second to ten weeks, in seconds

// Time.
[[nodiscard]] Kind<trade::Date> date();         // a TOML date, or the same as text
[[nodiscard]] Kind<trade::MonthSpan> window();  // at most kMaxWindowMonths
[[nodiscard]] Kind<targets::Baseline> baseline();
[[nodiscard]] Kind<WeeklyMoment> weekly_moment();  // "Monday 09:00"
[[nodiscard]] Kind<std::string> time_zone();       // "Asia/Karachi"

// Trade.
[[nodiscard]] Kind<trade::Country> country();
[[nodiscard]] Kind<trade::Flow> flow();
[[nodiscard]] Kind<trade::Valuation> valuation();
[[nodiscard]] Kind<trade::Basis> basis();
[[nodiscard]] Kind<std::string> commodity();  // TOTAL or an HS code
[[nodiscard]] Kind<targets::PathKind> path_kind();

// Places.
[[nodiscard]] Kind<Listen> listen_address();  // numeric, with a port
[[nodiscard]] bool is_loopback(const Listen& listen);
[[nodiscard]] Kind<std::string> store_url(const std::filesystem::path& folder);
[[nodiscard]] Kind<std::string> host();  // "comtradeapi.un.org", in small letters
[[nodiscard]] Kind<std::filesystem::path> file_path(const std::filesystem::path& folder);  // relative ones from there
// Of a secret: as file_path, but a bare name is first looked for among systemd's credentials.
[[nodiscard]] Kind<std::filesystem::path> secret_file(const std::filesystem::path& folder);
[[nodiscard]] Kind<std::string> mail_address();  // "desk@ministry.example", without a display name

}  // namespace tradewatch::settings
