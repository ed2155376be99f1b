# Writes OUTPUT, a .cpp with the texts of the numbered .sql files in FOLDER: cmake -DFOLDER=... -DOUTPUT=... -P this
file(GLOB scripts ${FOLDER}/*.sql)
list(SORT scripts)
set(entries "")
set(expected 1)
foreach(script ${scripts})
  get_filename_component(name ${script} NAME)
  if(NOT name MATCHES "^([0-9][0-9][0-9][0-9])_[a-z_]+\\.sql$")
    message(FATAL_ERROR "${name}: a migration is named like 0001_first.sql")
  endif()
  math(EXPR number "1${CMAKE_MATCH_1} - 10000")
  if(NOT number EQUAL expected)
    message(FATAL_ERROR "${name}: expected migration number ${expected}; numbers have no gaps")
  endif()
  math(EXPR expected "${expected} + 1")
  file(READ ${script} text)
  string(APPEND entries "    Migration{${number}, \"${name}\", R\"sql(${text})sql\"},\n")
endforeach()
file(WRITE ${OUTPUT} "#include \"service/storage/migration.h\"

#include <array>

namespace tradewatch::storage {
namespace {
constexpr std::array kMigrations{
${entries}};
}  // namespace

std::span<const Migration> migrations() { return kMigrations; }

}  // namespace tradewatch::storage
")
