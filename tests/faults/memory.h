// Memory that runs out: SQLite's allocations, of which the N-th fails, once or from then on.

#pragma once

namespace tradewatch::faults {

class Memory {
 public:
  // Before anything uses SQLite.
  static void set_up();

  static void fail(int at, bool for_ever);
  static void work();
  [[nodiscard]] static bool has_failed();  // since fail()
};

}  // namespace tradewatch::faults
