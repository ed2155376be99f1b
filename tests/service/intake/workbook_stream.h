// Small .xls workbooks, written record by record in a test.

#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <string>
#include <vector>

namespace tradewatch::intake {

inline std::string le(std::uint64_t value, int bytes) {
  std::string text;
  for (int i = 0; i < bytes; ++i) text += static_cast<char>(value >> (8 * i) & 0xFFU);
  return text;
}
inline std::string u8(unsigned value) { return le(value, 1); }
inline std::string u16(unsigned value) { return le(value, 2); }
inline std::string u32(std::uint32_t value) { return le(value, 4); }
inline std::string f64(double value) { return le(std::bit_cast<std::uint64_t>(value), 8); }

inline std::string record(unsigned type, const std::string& data) {
  return u16(type) + u16(static_cast<unsigned>(data.size())) + data;
}

// Row and column from 1, and the style.
inline std::string head(unsigned row, unsigned column, unsigned style = 0) {
  return u16(row - 1) + u16(column - 1) + u16(style);
}

// A text of one byte a character, with a length of two bytes.
inline std::string narrow(const std::string& text) { return u16(static_cast<unsigned>(text.size())) + u8(0) + text; }

struct StreamSheet {
  std::string name;
  std::string records;    // of its cells
  unsigned kind = 0x000;  // state in the low byte (1: hidden), type in the high one (2: a chart)
};

// A workbook of these sheets. `globals` are records before the list of sheets.
inline std::string biff(const std::vector<StreamSheet>& sheets, const std::string& globals = "",
                        unsigned version = 0x0600) {
  const std::string begin = record(0x809, u16(version) + u16(5) + std::string(12, '\0'));
  const std::string end = record(0x0A, "");
  const auto name = [&](const StreamSheet& sheet) {
    return u8(static_cast<unsigned>(sheet.name.size())) + (version == 0x0600 ? u8(0) : "") + sheet.name;
  };
  std::size_t at = begin.size() + globals.size() + end.size();
  for (const StreamSheet& sheet : sheets) at += 10 + name(sheet).size();
  std::string list;
  std::string bodies;
  for (const StreamSheet& sheet : sheets) {
    list += record(0x85, u32(static_cast<std::uint32_t>(at + bodies.size())) + u16(sheet.kind) + name(sheet));
    bodies += record(0x809, u16(version) + u16(0x10) + std::string(12, '\0')) + sheet.records + end;
  }
  return begin + globals + list + end + bodies;
}

// A compound file with this one stream: small streams among the small sectors, as the format wants it. Sector 0 is the
// table, 1 the directory, 2 the table of small sectors, the stream from 3 on. At most 120 sectors.
inline std::string compound(const std::string& name, std::string stream) {
  constexpr std::size_t kSector = 512;
  constexpr std::uint32_t kEnd = 0xFFFFFFFE;
  constexpr std::uint32_t kNone = 0xFFFFFFFF;
  const auto size = static_cast<std::uint32_t>(stream.size());
  const bool small = size < 4096;
  const auto sectors = static_cast<std::uint32_t>((stream.size() + kSector - 1) / kSector);
  stream.resize(sectors * kSector);

  std::string table = u32(0xFFFFFFFD) + u32(kEnd) + u32(kEnd);
  for (std::uint32_t i = 0; i < sectors; ++i) table += u32(i + 1 == sectors ? kEnd : i + 4);
  std::string small_table;
  for (std::uint32_t i = 0; i < sectors * 8; ++i) small_table += u32(i + 1 == sectors * 8 ? kEnd : i + 1);
  while (table.size() < kSector) table += u32(kNone);
  small_table.resize(kSector);

  const auto entry = [](const std::string& text, char type, std::uint32_t child, std::uint32_t start,
                        std::uint32_t bytes) {
    std::string wide;
    for (const char c : text) wide += std::string{c, '\0'};
    wide.resize(64);
    return wide + u16(static_cast<unsigned>(2 * text.size() + 2)) + type + '\1' + u32(kNone) + u32(kNone) + u32(child) +
           std::string(36, '\0') + u32(start) + u32(bytes) + u32(0);
  };
  std::string directory = entry("Root Entry", 5, 1, small ? 3 : kEnd, small ? sectors * 512 : 0) +
                          entry(name, 2, kNone, small ? 0 : 3, size);
  directory.resize(kSector);

  std::string header = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + std::string(16, '\0') + u16(0x3E) + u16(3) + u16(0xFFFE) +
                       u16(9) + u16(6) + std::string(10, '\0') + u32(1) + u32(1) + u32(0) + u32(4096) +
                       u32(small ? 2 : kEnd) + u32(small ? 1 : 0) + u32(kEnd) + u32(0) + u32(0);
  while (header.size() < kSector) header += u32(kNone);
  return header + table + directory + small_table + stream;
}

}  // namespace tradewatch::intake
