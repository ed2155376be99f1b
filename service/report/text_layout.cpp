#include "service/report/text_layout.h"

#include <algorithm>

namespace tradewatch::report {
std::size_t width_of(std::string_view text) {
  // UTF-8 continuation bytes begin with the bits 10; isolates are E2 81 A6 to E2 81 A9.
  std::size_t width = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = [&](std::size_t at) { return at < text.size() ? static_cast<unsigned char>(text[at]) : 0U; };
    if (byte(i) == 0xE2 && byte(i + 1) == 0x81 && byte(i + 2) >= 0xA6 && byte(i + 2) <= 0xA9) continue;
    if ((byte(i) & 0xC0U) != 0x80U) ++width;
  }
  return width;
}

std::vector<std::string> TextTable::lines() const {
  std::vector<std::size_t> widths;
  for (const Column& column : columns_) widths.push_back(width_of(column.head));
  for (const auto& row : rows_) {
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], width_of(row[i]));
  }
  const auto line_of = [&](const auto& cell_of) {
    std::string line;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      const std::string& cell = cell_of(i);
      const std::string pad(widths[i] - width_of(cell), ' ');
      line += (i == 0 ? "" : "  ") + (columns_[i].align == Align::right ? pad + cell : cell + pad);
    }
    line.erase(line.find_last_not_of(' ') + 1);
    return line;
  };
  std::vector<std::string> out = {line_of([&](std::size_t i) -> const std::string& { return columns_[i].head; })};
  for (const auto& row : rows_) out.push_back(line_of([&](std::size_t i) -> const std::string& { return row[i]; }));
  return out;
}

std::string TextTable::text() const {
  std::string out;
  for (const std::string& line : lines()) out += line + "\n";
  return out;
}

std::string wrapped(std::string_view text, std::size_t indent, std::size_t width) {
  const std::string margin(indent, ' ');
  std::string out;
  std::string line;
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    const std::string_view word = text.substr(at, end - at);
    at = end + 1;
    if (word.empty()) continue;
    if (!line.empty() && indent + width_of(line) + 1 + width_of(word) > width) {
      out += margin + line + "\n";
      line.clear();
    }
    line += (line.empty() ? "" : " ") + std::string(word);
  }
  return line.empty() ? out : out + margin + line + "\n";
}

std::string bullet(std::string_view mark, std::string_view text, std::size_t indent) {
  std::string out = wrapped(text, indent + width_of(mark) + 1);
  if (!out.empty()) out.replace(indent, width_of(mark), mark);
  return out;
}

std::string to_second(trade::Instant instant) { return trade::format_instant(instant).substr(0, 19) + "Z"; }

std::string printable(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    // C1 controls are C2 80 to C2 9F in UTF-8.
    const bool c1 = byte == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0;
    if (c1) ++i;
    out += c1 || byte < 0x20 || byte == 0x7F ? '?' : text[i];
  }
  return out;
}

}  // namespace tradewatch::report
