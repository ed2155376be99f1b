#include "service/storage/page_check.h"

#include <fmt/format.h>

#include <algorithm>

namespace tradewatch::storage {
namespace {

constexpr int kFaultsOfATable = 3;

std::string_view pragma_of(PageCheck check) { return check == PageCheck::quick ? "quick_check" : "integrity_check"; }

// SQLite writes a heading before what it found.
std::string last_line(const std::string& text) {
  const auto end = text.find_last_not_of('\n') + 1;
  const auto begin = text.find_last_of('\n', end == 0 ? 0 : end - 1);
  return text.substr(begin == std::string::npos ? 0 : begin + 1, end - (begin == std::string::npos ? 0 : begin + 1));
}

// What one run of the pragma says; a file may be too damaged even for that.
std::vector<std::string> run(Store::Impl& impl, const std::string& pragma) {
  std::vector<std::string> lines;
  try {
    std::string found;
    Query query(impl, pragma);
    query.into(found);
    while (query.step()) {
      if (found != "ok") lines.push_back(last_line(found));
    }
  } catch (const std::exception& error) {
    if (!fault_of(impl, "check the pages", error).damaged) throw;
    lines.emplace_back(error.what());
  }
  return lines;
}

std::vector<std::string> tables_of(Store::Impl& impl) {
  std::vector<std::string> tables;
  try {
    std::string table;
    Query query(impl, "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name");
    query.into(table);
    while (query.step()) tables.push_back(table);
  } catch (const std::exception& error) {
    if (!fault_of(impl, "list the tables", error).damaged) throw;
  }
  return tables;
}

}  // namespace

std::vector<PageFault> page_faults(Store::Impl& impl, PageCheck check) {
  const auto of_the_file = run(impl, fmt::format("PRAGMA {}({})", pragma_of(check), kFaultsOfATable));
  std::vector<PageFault> faults;
  if (of_the_file.empty()) return faults;
  for (const std::string& table : tables_of(impl)) {
    for (std::string& found : run(impl, fmt::format("PRAGMA {}(\"{}\")", pragma_of(check), table))) {
      const auto known = std::ranges::count(faults, table, &PageFault::table);
      if (known < kFaultsOfATable) faults.push_back({table, std::move(found)});
    }
  }
  if (faults.empty()) {
    for (const std::string& found : of_the_file) faults.push_back({"", found});
  }
  return faults;
}

std::string in_words(const std::vector<PageFault>& faults) {
  std::string words;
  for (const PageFault& fault : faults) {
    if (!words.empty()) words += "; ";
    words += fault.table.empty() ? fault.found : fmt::format("table {}: {}", fault.table, fault.found);
  }
  return words;
}

std::expected<void, StoreFault> sound_pages(Store::Impl& impl) {
  const auto faults = page_faults(impl, PageCheck::quick);
  if (faults.empty()) return {};
  StoreFault fault{impl.where, fmt::format("the file is damaged: {}", in_words(faults)),
                   "an undamaged store of tradewatch",
                   "keep the file, and bring back the newest backup with `tradewatch store restore`"};
  fault.damaged = true;
  return std::unexpected(fault);
}

}  // namespace tradewatch::storage
