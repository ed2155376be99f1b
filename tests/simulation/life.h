// Ten years of one target on the real pipeline: store, import, assessment, alerts, delivery, with a clock that is told
// the time. After every step the store is compared with the model.
//
// Two kinds of dice: the world's (what comes out, what people do, how the clock is set) and trouble's (writes that
// fail, restarts, receivers that do not answer). Without trouble the same world must leave the same rows.

#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "service/delivery/dispatcher.h"
#include "service/runtime/clock.h"
#include "service/settings/settings.h"
#include "service/watch/catch_up.h"
#include "tests/faults/disk.h"
#include "tests/faults/workload.h"
#include "tests/simulation/model.h"
#include "tests/simulation/publisher.h"
#include "tests/simulation/stand_in.h"

namespace tradewatch::simulation {

enum class Trouble { none, plenty };

// What a receiver was handed, and how it fares. It outlives every restart of the program.
struct Hearing {
  std::vector<std::pair<std::string, std::string>> notices;  // id and bytes, each time that it took one
  std::optional<trade::Instant> down_until;                  // in true time
};

// What a life had in it, so that nobody takes an empty one for a good one.
struct Tally {
  int steps = 0, documents = 0, refused = 0, duplicates = 0, assessments = 0, transitions = 0;
  int notices = 0, repeats = 0, given_up = 0, silences = 0, acknowledgements = 0, restarts = 0, faults = 0, jumps = 0;
  int settings = 0;
  Tally& operator+=(const Tally& other);
};

class Life {
 public:
  Life(std::uint64_t seed, Trouble trouble, Assessor& assessor);
  ~Life();
  Life(const Life&) = delete;
  Life& operator=(const Life&) = delete;

  // The first thing that is not as it must be; empty when all is well.
  [[nodiscard]] std::string live();
  // Assessments, transitions and notices as they stand in the store, in the order of writing.
  [[nodiscard]] std::string rows();
  // What each receiver took, in order.
  [[nodiscard]] std::string heard() const;
  [[nodiscard]] const Tally& tally() const { return tally_; }

 private:
  using Table = std::vector<std::vector<std::string>>;

  void start();
  void step();
  void move_clock();
  void import_what_came(trade::Date true_day);
  std::expected<void, storage::StoreFault> catch_up();
  void bring_up_to_date();
  void let_time_pass();
  void people();
  void silence();
  void change_settings();
  void dispatch();
  void deliver_rest();
  void restart();

  void compare(const std::string& after);
  void compare_words(const std::string& after);
  void check_transitions();
  void check_deliveries();
  void check_last_words();
  void wrong(const std::string& what);
  [[nodiscard]] Table query(const std::string& sql, const std::string& parameter = "");
  template <typename Action>
  auto in_spite_of_faults(const Action& action);

  Dice world_;
  Dice trouble_;
  bool troubled_;
  Publisher publisher_;
  Assessor& assessor_;
  faults::Folder folder_;
  faults::Disk disk_;
  settings::Settings settings_;
  Model model_;
  runtime::ManualClock clock_;
  std::chrono::seconds set_wrong_{0};  // the clock's distance from true time
  std::optional<trade::Instant> set_right_at_;
  trade::Instant away_until_{};  // nobody runs the program before
  trade::Date out_until_;        // what came out by then was offered
  std::vector<Document> waiting_;
  std::map<std::string, Hearing> hearings_;
  sqlite3* reader_ = nullptr;                       // a session of its own, to look past the store's code
  std::map<std::string, sqlite3_stmt*> questions_;  // that it was asked
  std::optional<storage::Store> store_;
  std::optional<delivery::Dispatcher> dispatcher_;
  std::shared_ptr<const watch::Newest> newest_;  // what the daemon keeps in memory; null from its start on
  bool behind_ = true;                           // there is something to catch up with
  std::string seen_notice_ = "0";
  Tally tally_;
  std::string wrong_;
};

}  // namespace tradewatch::simulation
