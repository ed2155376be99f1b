// What alerts must come to and what receivers must be told, written a second time, as simply as the promises read.
//
// It shares no code with models/alerts or service/watch: it keeps its own figures, counts its own releases, and knows
// of three rules: off_track, critical and stale.

#pragma once

#include <array>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "service/storage/records.h"
#include "tests/simulation/publisher.h"
#include "tests/simulation/stand_in.h"

namespace tradewatch::simulation {

enum class Watched { off_track, critical, stale };
inline constexpr std::array kWatched = {Watched::off_track, Watched::critical, Watched::stale};
[[nodiscard]] std::string name_of(Watched rule);

struct Listener {
  std::string name;
  std::set<Watched> rules;
};

// One alert told to one receiver: at, receiver, kind, rule.
using Spoken = std::tuple<std::string, std::string, std::string, std::string>;

class Model {
 public:
  Model(std::vector<Listener> listeners, const Assessor& assessor) : listeners_(std::move(listeners)), by_(assessor) {}

  void take(const Document& document, std::int64_t sequence);
  void catch_up(const targets::Target& target, trade::Instant now);
  void pass_time(const targets::Target& target, trade::Instant now);
  // False where nothing stands that could be acknowledged.
  bool acknowledge(Watched rule, std::optional<trade::Instant> until);

  std::vector<storage::Silence> silences;
  [[nodiscard]] bool is_silent(const std::string& rule, const std::string& receiver, trade::Instant now) const;

  [[nodiscard]] std::string state_of(Watched rule) const { return lives_.at(rule).state; }
  // Since the last call, sorted.
  [[nodiscard]] std::vector<Spoken> spoken();

 private:
  struct Vintage {
    trade::Date published;
    std::int64_t sequence = 0;
    std::optional<std::int64_t> thousand_usd;
    bool coarse = false;
  };
  struct News {
    std::int64_t sequence = 0;
    std::optional<trade::Date> release;  // absent: nothing but roundings
  };
  struct Life {
    std::string state = "inactive";
    int run = 0;  // releases in a row that speak for leaving this state
    trade::Instant since{};
    bool acknowledged = false;
    std::optional<trade::Instant> until;
  };
  // What a receiver knows of an alert.
  struct Ear {
    std::string knows;  // "", "firing", "resolved"
    trade::Instant at{};
    bool owed = false;  // a silence kept a word back
  };
  enum class Stand { holds, between, clear };

  [[nodiscard]] Known known_at(std::int64_t sequence) const;
  [[nodiscard]] std::optional<trade::Date> due_at(std::int64_t sequence, const targets::Target& target) const;
  void judge(const News& news, const targets::Target& target, trade::Instant now);
  void step(Watched rule, Stand stand, int persist, trade::Instant now);
  void become(Watched rule, const std::string& state, trade::Instant now);
  void tell(Watched rule, const std::string& kind, trade::Instant now);
  void say(const Listener& listener, Watched rule, const std::string& kind, trade::Instant now);
  void pay_debts(Watched rule, int remind_days, trade::Instant now);

  std::vector<Listener> listeners_;
  const Assessor& by_;
  std::array<std::map<trade::Month, std::vector<Vintage>>, 2> figures_;
  std::set<std::string> taken_;  // bytes of documents
  std::vector<News> news_;       // not judged yet
  std::optional<trade::Date> counted_;
  std::int64_t judged_ = 0;
  std::map<Watched, Life> lives_ = {{Watched::off_track, {}}, {Watched::critical, {}}, {Watched::stale, {}}};
  std::map<std::pair<std::string, Watched>, Ear> ears_;
  std::vector<Spoken> spoken_;
};

}  // namespace tradewatch::simulation
