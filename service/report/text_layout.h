// Texts for a terminal of fixed width: aligned columns, wrapped lines, and no control characters from documents.

#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "models/trade/date.h"

namespace tradewatch::report {

inline constexpr std::size_t kLineWidth = 100;

// Columns of one character grid; widths count characters of UTF-8, not bytes.
class TextTable {
 public:
  enum class Align { left, right };
  struct Column {
    std::string head;
    Align align = Align::left;
  };

  explicit TextTable(std::vector<Column> columns) : columns_(std::move(columns)) {}

  // As many cells as columns.
  void add(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }
  [[nodiscard]] bool empty() const { return rows_.empty(); }

  // Each line as it is printed, the head first, without line feeds.
  [[nodiscard]] std::vector<std::string> lines() const;
  [[nodiscard]] std::string text() const;

 private:
  std::vector<Column> columns_;
  std::vector<std::vector<std::string>> rows_;
};

// How many columns a terminal gives to it: characters but for marks of direction, which take none.
[[nodiscard]] std::size_t width_of(std::string_view text);

// Broken at spaces, every line begins with `indent` spaces and ends with a line feed.
[[nodiscard]] std::string wrapped(std::string_view text, std::size_t indent, std::size_t width = kLineWidth);

// A list's item: `mark` before the first line, the others under its text.
[[nodiscard]] std::string bullet(std::string_view mark, std::string_view text, std::size_t indent);

// To the second: six decimals are for machines, 2026-02-04T09:30:00Z is what a reader needs.
[[nodiscard]] std::string to_second(trade::Instant instant);

// Control characters as '?', so that a document cannot steer a terminal.
[[nodiscard]] std::string printable(std::string_view text);

}  // namespace tradewatch::report
