// A made-up source: monthly figures of two flows over ten years, with all that sources do to them.
//
// Releases come late or not at all, in one document or in two of one date; figures are revised, rounded, taken back,
// said again, and filled in under an older date. All of it follows from one seed.

#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "models/trade/date.h"
#include "models/trade/flow_key.h"
#include "models/trade/month.h"

namespace tradewatch::simulation {

inline constexpr trade::Month kHistoryFrom(2020, 1);  // as few months as a real forecast needs
inline constexpr trade::Month kLifeFrom(2022, 1);
inline constexpr int kLifeMonths = 120;
inline constexpr double kAmountUsd = 1.2e9;  // of a year, of both flows

// Numbers from a seed, the same on every machine.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : engine_(seed) {}
  // 0 to n - 1.
  int below(int n) { return static_cast<int>(engine_() % static_cast<std::uint64_t>(n)); }
  int from_to(int least, int most) { return least + below(most - least + 1); }
  bool one_in(int n) { return below(n) == 0; }

 private:
  std::mt19937_64 engine_;
};

struct Line {
  trade::Flow flow = trade::Flow::export_;
  trade::Month month;
  std::optional<std::int64_t> thousand_usd;  // absent: taken back
  bool coarse = false;                       // printed to the hundred thousand
};

struct Document {
  std::string name;
  trade::Date published;
  bool of_target = true;  // else of a commodity that nobody looks at
  std::vector<Line> lines;
  [[nodiscard]] std::string bytes() const;
};

class Publisher {
 public:
  explicit Publisher(std::uint64_t seed) : dice_(seed) {}

  // All months before kLifeFrom, less the last two.
  [[nodiscard]] Document history();
  // What comes out on `today`. Called for one day after the other.
  [[nodiscard]] std::vector<Document> come_out(trade::Date today);

 private:
  std::int64_t draw();
  std::string name();
  void plan(trade::Month month);
  std::vector<Document> release(trade::Month month, trade::Date today);
  void add_revisions(Document& document, trade::Month newest);
  Document about_old_months(trade::Date today);

  Dice dice_;
  int documents_ = 0;
  int level_ = 950;  // of what would reach the amount, 1/1000
  trade::Month next_ = kLifeFrom - 2;
  trade::Month newest_ = kLifeFrom - 3;
  std::multimap<trade::Date, trade::Month> planned_;
  std::map<std::pair<trade::Flow, trade::Month>, std::int64_t> truth_;
  std::optional<Document> last_;
};

}  // namespace tradewatch::simulation
