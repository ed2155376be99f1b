// The rows of a CSV document (RFC 4180; commas, or the separator that is named), with the line and the number of every
// field.
//
// libcsv, in its strict mode, takes rows apart; this class finds where rows begin, because libcsv does not say where it
// is. A row of plain fields, quoted or not, which is nearly every one, is split where it lies.
// Lines end with LF, CR LF, CR, or CR CR LF (one line end). Empty lines and lines that start with '#' outside quotes
// are skipped, and counted. One byte order mark at the start is skipped.
//
// A row that is not CSV is told as a fault and reading goes on behind it, so that one report names every fault.

#pragma once

#include <csv.h>

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "service/intake/document_fault.h"

namespace tradewatch::intake {

struct Cell {
  std::string_view text;  // spaces and tabs around unquoted fields are gone; valid until the next row is asked for
  int line = 0;           // where the field begins
};

class CsvRows {
 public:
  // Writes at most `room` bytes to `into` and says how many; 0 means the document has ended.
  using Read = std::function<std::size_t(char* into, std::size_t room)>;

  // `document` must outlive this; its first line is counted as `line`.
  explicit CsvRows(std::string_view document, char separator = ',', int line = 1);
  explicit CsvRows(Read read);
  ~CsvRows();
  CsvRows(const CsvRows&) = delete;
  CsvRows& operator=(const CsvRows&) = delete;

  enum class Step { row, fault, end };
  [[nodiscard]] Step next();

  // After Step::row.
  [[nodiscard]] const std::vector<Cell>& cells() const { return cells_; }
  [[nodiscard]] int line() const { return row_line_; }

  // Where reading goes on: the line, and of a document at hand the offset in bytes.
  [[nodiscard]] int next_line() const { return line_; }
  [[nodiscard]] std::size_t next_offset() const { return at_; }

  // After Step::fault; its column_name is empty.
  [[nodiscard]] const Fault& fault() const { return fault_; }

 private:
  struct Record {
    std::size_t bytes = 0;       // without its line end
    std::size_t line_end = 0;    // bytes of the line end, 0 at the end of the document
    std::size_t open_quote = 0;  // offset of the quote that is still open, when `closed` is false
    bool closed = true;
    bool one_line = true;  // no line end inside quotes
  };

  void start_parser();
  [[nodiscard]] bool begin();  // false: the document is in another encoding; fault_ says which
  [[nodiscard]] bool refill();
  [[nodiscard]] Record find_record();
  [[nodiscard]] std::size_t line_end_at(std::size_t at);
  void skip_line();
  [[nodiscard]] std::optional<std::string_view> plain_field(const char*& begin, const char* end) const;
  [[nodiscard]] bool take_plain();
  [[nodiscard]] Step take(const Record& record);
  [[nodiscard]] Step fault_in(std::string_view record, std::size_t offset, Fault fault);
  void pass(std::size_t bytes);
  void pass(const Record& record);
  [[nodiscard]] Step refuse_shape(const Record& record);
  static void on_field(void* text, std::size_t bytes, void* self);

  Read read_;
  std::string buffer_;       // only when reading piece by piece
  std::string_view window_;  // what is at hand; `at_` is where the next row begins
  std::size_t at_ = 0;
  bool last_ = false;  // nothing follows `window_`
  bool begun_ = false;
  char separator_ = ',';
  int line_ = 1;  // of `at_`
  int row_line_ = 0;
  std::vector<Cell> cells_;
  std::string texts_;  // the fields of the row, one behind the other
  std::vector<std::size_t> ends_;
  Fault fault_;
  csv_parser parser_{};
};

}  // namespace tradewatch::intake
