// The storage tests. Called as `test_storage --keep-documents URL` it is the program that they kill.

#include <gmock/gmock.h>

#include "tests/service/storage/writers.h"

int main(int argc, char** argv) {
  if (argc == 3 && std::string_view(argv[1]) == "--keep-documents") {
    return tradewatch::storage::keep_documents_until_killed(argv[2]);
  }
  testing::InitGoogleMock(&argc, argv);
  return RUN_ALL_TESTS();
}
