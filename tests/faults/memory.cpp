#include "tests/faults/memory.h"

#include <sqlite3.h>

#include <stdexcept>

namespace tradewatch::faults {
namespace {

sqlite3_mem_methods real;
int at = 0;  // 0: none fails
bool for_ever = false;
int allocations = 0;
int failed = 0;

bool fails() {
  if (at == 0) return false;
  ++allocations;
  if (allocations < at || (allocations > at && !for_ever)) return false;
  ++failed;
  return true;
}

void* allocate(int bytes) { return fails() ? nullptr : real.xMalloc(bytes); }
void* resize(void* old, int bytes) { return fails() ? nullptr : real.xRealloc(old, bytes); }

}  // namespace

void Memory::set_up() {
  sqlite3_config(SQLITE_CONFIG_GETMALLOC, &real);
  static sqlite3_mem_methods failing = real;
  failing.xMalloc = allocate;
  failing.xRealloc = resize;
  if (sqlite3_config(SQLITE_CONFIG_MALLOC, &failing) != SQLITE_OK) throw std::logic_error("SQLite is in use already");
}

void Memory::fail(int first, bool all_after) {
  at = first;
  for_ever = all_after;
  allocations = failed = 0;
}

void Memory::work() { at = 0; }

bool Memory::has_failed() { return failed > 0; }

}  // namespace tradewatch::faults
