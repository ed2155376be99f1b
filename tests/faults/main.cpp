// Called before anything has used SQLite, which takes another memory only then.

#include <gmock/gmock.h>

#include "tests/faults/memory.h"

int main(int argc, char** argv) {
  tradewatch::faults::Memory::set_up();
  testing::InitGoogleMock(&argc, argv);
  return RUN_ALL_TESTS();
}
