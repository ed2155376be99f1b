#include "service/intake/csv_rows.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <new>
#include <utility>

#include "service/intake/encoding.h"
#include "service/intake/limits.h"
#include "service/intake/shown_text.h"

namespace tradewatch::intake {
namespace {

// Line ends in `text`, each of LF, CR LF, CR CR LF and CR counted once.
int line_ends(std::string_view text) {
  int count = 0;
  for (std::size_t i = text.find_first_of("\r\n"); i < text.size(); i = text.find_first_of("\r\n", i)) {
    const std::string_view rest = text.substr(i);
    i += rest.starts_with("\r\r\n") ? 3 : rest.starts_with("\r\n") ? 2 : 1;
    ++count;
  }
  return count;
}

// Longer rows take the long way; so a document whose lines end with CR is not searched for LF to its end at every row.
constexpr std::size_t kMaxPlainRowBytes = 4096;
static_assert(kMaxPlainRowBytes < kMaxTableColumns, "a plain row cannot have too many fields");

constexpr std::uint64_t kOnes = 0x0101010101010101ULL;  // a byte times this is the byte eight times

// Whether no byte is CR, NUL or beyond ASCII. Eight bytes at a time: subtracting 1 from each sets the high bit of one
// that was 0.
bool is_plain(std::string_view text) {
  constexpr std::uint64_t kHigh = kOnes * 0x80;
  const auto has_other = [](std::uint64_t word) {
    return ((word | (word - kOnes) | ((word ^ (kOnes * '\r')) - kOnes)) & kHigh) != 0;
  };
  std::uint64_t word = 0;
  for (; text.size() >= sizeof word; text.remove_prefix(sizeof word)) {
    std::memcpy(&word, text.data(), sizeof word);
    if (has_other(word)) return false;
  }
  word = kOnes * ' ';
  std::memcpy(&word, text.data(), text.size());
  return !has_other(word);
}

bool is_blank(char c) { return c == ' ' || c == '\t'; }

std::string_view without_blanks_around(const char* begin, const char* end) {
  while (begin != end && is_blank(*begin)) ++begin;
  while (begin != end && is_blank(end[-1])) --end;
  return {begin, static_cast<std::size_t>(end - begin)};
}

}  // namespace

CsvRows::CsvRows(std::string_view document, char separator, int line)
    : window_(document), last_(true), separator_(separator), line_(line) {
  start_parser();
}

CsvRows::CsvRows(Read read) : read_(std::move(read)) { start_parser(); }

CsvRows::~CsvRows() { csv_free(&parser_); }

void CsvRows::start_parser() {
  if (csv_init(&parser_, CSV_STRICT | CSV_STRICT_FINI) != 0) throw std::bad_alloc();
  csv_set_delim(&parser_, static_cast<unsigned char>(separator_));
}

void CsvRows::on_field(void* text, std::size_t bytes, void* self) {
  auto& rows = *static_cast<CsvRows*>(self);
  if (bytes > 0) rows.texts_.append(static_cast<const char*>(text), bytes);
  rows.ends_.push_back(rows.texts_.size());
}

// More bytes behind the window; what was passed is forgotten. False when the document has ended.
bool CsvRows::refill() {
  if (last_) return false;
  buffer_.erase(0, at_);
  at_ = 0;
  const std::size_t kept = buffer_.size();
  buffer_.resize(kept + kPieceBytes);
  const std::size_t got = read_(buffer_.data() + kept, kPieceBytes);
  buffer_.resize(kept + got);
  window_ = buffer_;
  last_ = got == 0;
  return !last_;
}

bool CsvRows::begin() {
  begun_ = true;
  while (window_.size() < 1024 && refill()) {
  }
  if (auto fault = foreign_encoding(window_)) {
    fault_ = std::move(*fault);
    at_ = window_.size();
    last_ = true;
    return false;
  }
  if (window_.starts_with(kByteOrderMark)) at_ = kByteOrderMark.size();
  return true;
}

void CsvRows::pass(std::size_t bytes) {
  line_ += line_ends(window_.substr(at_, bytes));
  at_ += bytes;
}

void CsvRows::pass(const Record& record) {
  if (!record.one_line) return pass(record.bytes + record.line_end);
  at_ += record.bytes + record.line_end;
  if (record.line_end > 0) ++line_;
}

// Bytes of the line end at `at`, an offset from `at_` that holds CR or LF.
std::size_t CsvRows::line_end_at(std::size_t at) {
  while (window_.size() - at_ < at + 3 && refill()) {
  }
  const std::string_view rest = window_.substr(at_ + at);
  return rest.starts_with("\r\r\n") ? 3 : rest.starts_with("\r\n") ? 2 : 1;
}

// From `at_` to the first line end outside quotes. RFC 4180 doubles quotes inside a field, so every quote turns the
// state over; where a quote stands elsewhere, libcsv objects before the difference matters.
CsvRows::Record CsvRows::find_record() {
  Record record;
  for (std::size_t i = 0;; ++i) {
    if (at_ + i >= window_.size() && !refill()) {
      record.bytes = i;
      return record;
    }
    const char c = window_[at_ + i];
    if (static_cast<unsigned char>(c) > '"') {
      if (i <= kMaxRowBytes) continue;
      record.bytes = i;
      return record;
    }
    if (c == '"') {
      if (record.closed) record.open_quote = i;
      record.closed = !record.closed;
    } else if (record.closed && (c == '\n' || c == '\r')) {
      record.bytes = i;
      record.line_end = line_end_at(i);
      return record;
    } else if (c == '\n' || c == '\r') {
      record.one_line = false;
    }
    if (i > kMaxRowBytes) {
      record.bytes = i;
      return record;
    }
  }
}

void CsvRows::skip_line() {
  for (std::size_t i = 0;; ++i) {
    if (at_ + i >= window_.size()) {
      pass(i);  // what is passed need not be kept
      i = 0;
      if (!refill()) return;
    }
    const char c = window_[at_ + i];
    if (c == '\n' || c == '\r') return pass(i + line_end_at(i));
  }
}

// A fault at `offset` of the row: its physical line, and the number of its field.
CsvRows::Step CsvRows::fault_in(std::string_view record, std::size_t offset, Fault fault) {
  const std::string_view before = record.substr(0, offset);
  fault.line = line_ + line_ends(before);
  bool quoted = false;
  fault.column = record.starts_with('#') ? 0 : 1;
  for (const char c : before) {
    if (c == '"') quoted = !quoted;
    if (c == separator_ && !quoted && fault.column > 0) ++fault.column;
  }
  fault_ = std::move(fault);
  return Step::fault;
}

CsvRows::Step CsvRows::next() {
  if (!begun_ && !begin()) return Step::fault;
  for (;;) {
    if (at_ >= window_.size() && !refill()) return Step::end;
    const char first = window_[at_];
    if (first == '#') {
      const std::size_t from = at_;
      const std::size_t end = std::min(window_.find_first_of("\r\n", from), window_.size());
      const std::string_view comment = window_.substr(from, end - from);
      const auto bad = first_bad_byte(comment);
      // A comment that reaches the end of the window may be cut inside a character; it is read again as it grows.
      if (end == window_.size() && !last_ && end - from <= kMaxRowBytes && refill()) continue;
      if (bad) {
        const std::string byte = shown_byte(static_cast<unsigned char>(comment[*bad]));
        const Step step = fault_in(comment, *bad, {0, 0, "", byte, "UTF-8 text", "not UTF-8, save as CSV UTF-8"});
        skip_line();
        return step;
      }
      skip_line();
      continue;
    }
    if (take_plain()) return Step::row;
    const Record record = find_record();
    const std::string_view text = window_.substr(at_, record.bytes);
    if (text.find_first_not_of(" \t") == std::string_view::npos) {
      pass(record);
      if (record.bytes + record.line_end == 0) return Step::end;
      continue;
    }
    return take(record);
  }
}

// A row whose quotes do not pair, or that is too long. Reading goes on behind the line where that can be known.
CsvRows::Step CsvRows::refuse_shape(const Record& record) {
  const std::string_view text = window_.substr(at_, record.bytes);
  const std::size_t quote = record.open_quote;
  const bool inside_field = !record.closed && quote > 0 && text[quote - 1] != separator_ && text[quote - 1] != '\n' &&
                            text[quote - 1] != '\r' && text[quote - 1] != '"';
  if (inside_field) {
    const Step step =
        fault_in(text, quote,
                 {0, 0, "", shown(text.substr(0, quote + 1), 40), "quotation marks around the whole field only",
                  "write a quotation mark as \"\" inside a quoted field"});
    pass(quote);
    skip_line();
    return step;
  }
  const Step step = record.closed ? fault_in(text, 0, {0, 0, "", shown(text, 40), "rows of at most 1 MiB", ""})
                                  : fault_in(text, quote,
                                             {0, 0, "", shown(text.substr(quote), 40), "a closing quotation mark",
                                              "the quotation mark opened here is never closed"});
  at_ = window_.size();
  last_ = true;
  return step;
}

// The field of a plain row that begins at `begin`, which moves to its separator or to `end`. Nothing where quotation
// marks stand otherwise than around the whole field.
std::optional<std::string_view> CsvRows::plain_field(const char*& begin, const char* end) const {
  if (begin != end && *begin == '"') {
    const char* const from = begin + 1;
    const char* const mark = std::find(from, end, '"');
    if (mark == end || (mark + 1 != end && mark[1] != separator_)) return std::nullopt;
    begin = mark + 1;
    return std::string_view(from, mark);
  }
  const char* const from = begin;
  for (; begin != end && *begin != separator_; ++begin) {
    if (*begin == '"') return std::nullopt;
  }
  return without_blanks_around(from, begin);
}

// The row at `at_` where it needs neither libcsv nor more bytes: a line that ends with LF or CR LF, of fields without
// quotation marks but for a pair around the whole field.
// False leaves everything as it was; the long way reads such a row too, and says what is wrong with any other.
bool CsvRows::take_plain() {
  std::string_view text = window_.substr(at_, kMaxPlainRowBytes);
  const std::size_t line_end = text.find('\n');
  if (line_end == std::string_view::npos) return false;
  text = text.substr(0, line_end);
  if (text.ends_with('\r')) text.remove_suffix(1);
  if (text.empty() || is_blank(text.front()) || !is_plain(text)) return false;
  const char* const end = text.data() + text.size();
  std::size_t fields = 0;
  for (const char* begin = text.data();; ++begin) {
    const auto cell = plain_field(begin, end);  // moves `begin` to what ends the field
    if (!cell) return false;
    if (fields == cells_.size()) cells_.emplace_back();
    cells_[fields++] = {*cell, line_};
    if (begin == end) break;
  }
  cells_.resize(fields);
  row_line_ = line_++;
  at_ += line_end + 1;
  return true;
}

CsvRows::Step CsvRows::take(const Record& record) {
  const std::string_view text = window_.substr(at_, record.bytes);
  if (!record.closed || record.bytes > kMaxRowBytes) return refuse_shape(record);
  if (const auto bad = first_bad_byte(text)) {
    const auto byte = static_cast<unsigned char>(text[*bad]);
    const Step step =
        byte == 0 ? fault_in(text, *bad, {0, 0, "", "\\x00", "text", "a NUL byte: the file is damaged or binary"})
                  : fault_in(text, *bad,
                             {0, 0, "", shown_byte(byte), "UTF-8 text",
                              "not UTF-8, byte " + shown_byte(byte) + ": save as CSV UTF-8"});
    pass(record);
    return step;
  }
  texts_.clear();
  ends_.clear();
  cells_.clear();
  const std::size_t parsed = csv_parse(&parser_, text.data(), text.size(), on_field, nullptr, this);
  if (parsed != text.size()) {
    csv_free(&parser_);
    start_parser();
    const Step step = fault_in(text, parsed,
                               {0, 0, "", shown(text, 40), "quotation marks around the whole field only",
                                "write a quotation mark as \"\" inside a quoted field"});
    pass(parsed);
    skip_line();
    return step;
  }
  csv_fini(&parser_, on_field, nullptr, this);
  if (ends_.size() > kMaxTableColumns) {
    const Step step = fault_in(text, 0,
                               {0, 0, "", std::to_string(ends_.size()) + " fields",
                                "at most " + std::to_string(kMaxTableColumns) + " fields in a row", ""});
    pass(record);
    return step;
  }
  row_line_ = line_;
  std::size_t begin = 0;
  int cell_line = line_;
  for (const std::size_t end : ends_) {
    cells_.push_back({std::string_view(texts_).substr(begin, end - begin), cell_line});
    if (!record.one_line) cell_line += line_ends(cells_.back().text);
    begin = end;
  }
  pass(record);
  return Step::row;
}

}  // namespace tradewatch::intake
