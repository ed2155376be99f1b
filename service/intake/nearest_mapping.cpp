#include "service/intake/nearest_mapping.h"

#include <algorithm>

#include "service/intake/foreign_period.h"
#include "service/intake/shown_text.h"

namespace tradewatch::intake {
namespace {

// The row's first filled cells.
std::string row_in_words(const std::vector<StartCell>& row) {
  constexpr std::size_t kTold = 8;
  std::string cells;
  for (std::size_t i = 0; i < std::min(row.size(), kTold); ++i) cells += (i == 0 ? "" : ", ") + row[i].text;
  return shown(cells);
}

NearFit fit_of(const Mapping& mapping, const std::vector<StartCell>& row) {
  NearFit near;
  for (const TextPattern& wanted : mapping.header_cells) {
    const bool stands = std::ranges::any_of(row, [&](const StartCell& cell) { return wanted.matches(cell.text); });
    if (stands) ++near.found;
    if (!stands && !wanted.matches("")) near.missing.push_back("heading " + wanted.text());
  }
  const auto periods = std::ranges::count_if(
      row, [](const StartCell& cell) { return parse_foreign_period(joined_spaces(cell.text)).has_value(); });
  if (mapping.header_periods > 0 && periods < mapping.header_periods) {
    near.missing.push_back("row of headings with " + std::to_string(mapping.header_periods) + " periods, but " +
                           std::to_string(periods));
  } else if (mapping.header_periods > 0) {
    ++near.found;
  }
  if (near.found > 0) near.row = row_in_words(row);
  return near;
}

bool is_nearer(const NearFit& one, const NearFit& other) {
  if ((one.found > 0) != (other.found > 0)) return one.found > 0;
  return one.missing.size() < other.missing.size();
}

// Of the row that comes nearest; nothing is missing where only sheets or [[recognise]] do not fit.
NearFit fit_of(const Mapping& mapping, const TableReading& reading) {
  NearFit nearest = fit_of(mapping, std::vector<StartCell>());
  for (const TableStart& start : reading.starts) {
    for (const auto& row : start.rows) {
      if (auto near = fit_of(mapping, row); is_nearer(near, nearest)) nearest = std::move(near);
    }
  }
  return nearest;
}

}  // namespace

std::string_view name_of_separator(char separator) {
  switch (separator) {
    case ',':
      return "a comma";
    case ';':
      return "a semicolon";
    case '\t':
      return "a tab";
    default:
      return {};
  }
}

bool allows(const Mapping& mapping, const TableReading& reading) {
  return !mapping.separator || reading.separator == '\0' || *mapping.separator == reading.separator;
}

NearFit near_fit(const Mapping& mapping, const std::vector<TableReading>& readings) {
  NearFit nearest = fit_of(mapping, TableReading{});
  char fits_with = '\0';
  for (const TableReading& reading : readings) {
    NearFit near = fit_of(mapping, reading);
    if (!allows(mapping, reading)) {
      if (near.missing.empty()) fits_with = reading.separator;
    } else if (is_nearer(near, nearest)) {
      nearest = std::move(near);
    }
  }
  nearest.fits_with = fits_with;
  return nearest;
}

std::string in_words(const NearFit& near) {
  if (near.fits_with != '\0') {
    return "its separator is " + std::string(name_of_separator(near.fits_with)) + ", which the mapping's is not";
  }
  std::string words;
  for (const std::string& missing : near.missing) words += (words.empty() ? "no " : ", no ") + missing;
  return words.empty() ? "the headings are there, but its `sheets` or [[recognise]] do not fit" : words;
}

std::string tried(const std::vector<Mapping>& mappings, const std::vector<TableReading>& readings) {
  const Mapping* best = nullptr;
  NearFit nearest;
  for (const Mapping& mapping : mappings) {
    NearFit near = near_fit(mapping, readings);
    if (near.found == 0 && near.fits_with == '\0') continue;
    if (best != nullptr && !is_nearer(near, nearest)) continue;
    best = &mapping;
    nearest = std::move(near);
  }
  return best == nullptr ? std::string() : "tried " + best->name + ": " + in_words(nearest);
}

}  // namespace tradewatch::intake
