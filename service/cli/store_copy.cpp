#include "service/cli/store_copy.h"

#include <fmt/format.h>

#include <boost/json.hpp>

#include "service/cli/progress.h"
#include "service/storage/copy.h"

namespace tradewatch::cli {
namespace {

boost::json::object copy_json(const storage::CopyReport& report) {
  boost::json::array tables;
  for (const storage::CopiedTable& table : report.tables)
    tables.push_back({{"table", table.name}, {"rows", table.rows}, {"sha256", table.sha256}});
  return {{"from", report.from},
          {"to", report.to},
          {"schema", report.schema},
          {"documents", report.held.documents},
          {"figures", report.held.figures},
          {"tables", std::move(tables)}};
}

std::string copy_lines(const storage::CopyReport& report) {
  std::string lines;
  for (const storage::CopiedTable& table : report.tables)
    lines += fmt::format("{:<16}{:>10}  {}\n", table.name, table.rows, table.sha256);
  return lines + fmt::format("{}: {} documents, {} figures, as in {}; every row and the chain verified\n", report.to,
                             report.held.documents, report.held.figures, report.from);
}

}  // namespace

OrStop<int> copy_store(const Shared& shared, const std::string& from, const std::string& to,
                       const runtime::Clock& clock) {
  Progress progress("rows copied and read back", 0, clock);
  const auto report = storage::copy_store(from, to, [&](std::size_t rows, std::size_t of) { progress.at(rows, of); });
  progress.end();
  if (!report) return std::unexpected(stop_of(report.error()));
  if (shared.json) {
    print_json(copy_json(*report));
  } else {
    print(copy_lines(*report));
  }
  return kDone;
}

}  // namespace tradewatch::cli
