// The records of an .xls workbook's stream ([MS-XLS]), and the texts in them.
//
// A record is a type, a count of bytes and the bytes. What does not fit into one goes on in CONTINUE records behind it;
// a text that is cut there says again whether its characters take one byte or two.

#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "service/intake/document_fault.h"

namespace tradewatch::intake {

enum class Biff : std::uint16_t {
  formula = 0x0006,
  end = 0x000A,
  date_system = 0x0022,
  password = 0x002F,
  continuation = 0x003C,
  code_page = 0x0042,
  sheet = 0x0085,
  many_rk = 0x00BD,
  rich_text = 0x00D6,
  style = 0x00E0,
  shared_texts = 0x00FC,
  shared_text = 0x00FD,
  number = 0x0203,
  text = 0x0204,
  truth_or_error = 0x0205,
  formula_text = 0x0207,
  rk = 0x027E,
  format = 0x041E,
  begin = 0x0809,
};

struct BiffRecord {
  Biff type{};                           // perhaps one that is not listed
  std::vector<std::string_view> pieces;  // at least one: the record, and its continuations
  [[nodiscard]] std::string_view data() const { return pieces.front(); }
};

class BiffRecords {
 public:
  // From `at` on; `stream` must outlive this.
  BiffRecords(std::string_view stream, std::size_t at) : stream_(stream), at_(at) {}

  // False at the end of the stream.
  [[nodiscard]] std::expected<bool, Fault> next();
  [[nodiscard]] const BiffRecord& record() const { return record_; }

 private:
  std::string_view stream_;
  std::size_t at_;
  BiffRecord record_;
};

// How texts are written: since Excel 97 as UTF-16, before that in a code page.
struct BiffEncoding {
  bool unicode = true;
  unsigned code_page = 1252;  // of texts that are not
};

// Reads the bytes of a record and its continuations in order. Reading past the end gives zeros and sets broken().
class BiffCursor {
 public:
  // Starts `skip` bytes into the first piece.
  explicit BiffCursor(const BiffRecord& record, std::size_t skip = 0);

  [[nodiscard]] std::uint8_t u8();
  [[nodiscard]] std::uint16_t u16();
  [[nodiscard]] std::uint32_t u32();
  void skip(std::size_t bytes);

  // A text that says its own length, in one byte or two; as UTF-8. Runs of fonts and phonetic readings are left out.
  [[nodiscard]] std::string text(const BiffEncoding& encoding, int length_bytes);

  [[nodiscard]] bool broken() const { return broken_; }

 private:
  [[nodiscard]] bool at_end_of_piece() const { return at_ >= record_.pieces[piece_].size(); }
  [[nodiscard]] std::string unicode_text(std::size_t length);

  const BiffRecord& record_;
  std::size_t piece_ = 0;
  std::size_t at_ = 0;
  bool broken_ = false;
};

[[nodiscard]] Fault damaged_xls(std::string why);

}  // namespace tradewatch::intake
