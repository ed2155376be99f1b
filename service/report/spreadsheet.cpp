#include "service/report/spreadsheet.h"

#include <fmt/format.h>
#include <sys/mman.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include <array>
#include <cmath>

namespace tradewatch::report {
namespace {

constexpr double kDayWidth = 12;  // characters
constexpr double kWidth = 16;
constexpr double kTextWidth = 90;

// A file that is nowhere but in memory; the library writes to names only.
class MemoryFile {
 public:
  MemoryFile() : descriptor_(::memfd_create("xlsx", MFD_CLOEXEC)) {}
  ~MemoryFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;

  [[nodiscard]] bool is_open() const { return descriptor_ >= 0; }
  [[nodiscard]] std::string path() const { return fmt::format("/proc/self/fd/{}", descriptor_); }
  [[nodiscard]] std::string bytes() const {
    std::string out;
    std::array<char, 64 * 1024> part;
    for (ssize_t got = 0; (got = ::pread(descriptor_, part.data(), part.size(), static_cast<off_t>(out.size()))) > 0;)
      out.append(part.data(), static_cast<std::size_t>(got));
    return out;
  }

 private:
  int descriptor_;
};

// Writes the cells of a workbook that is open; the first fault is kept.
class Writer {
 public:
  explicit Writer(lxw_workbook* book)
      : book_(book),
        bold_(workbook_add_format(book)),
        day_(workbook_add_format(book)),
        month_(workbook_add_format(book)) {
    format_set_bold(bold_);
    format_set_num_format(day_, "yyyy-mm-dd");
    format_set_num_format(month_, "yyyy-mm");
  }

  lxw_worksheet* add_sheet(const std::string& name) {
    lxw_worksheet* sheet = workbook_add_worksheet(book_, name.c_str());
    if (sheet == nullptr) note(LXW_ERROR_PARAMETER_VALIDATION);
    return sheet;
  }
  void write(lxw_worksheet* sheet, std::size_t row, std::size_t column, const Cell& cell) {
    std::visit(
        [&](const auto& value) { put(sheet, static_cast<lxw_row_t>(row), static_cast<lxw_col_t>(column), value); },
        cell);
  }
  void write_bold(lxw_worksheet* sheet, std::size_t row, std::size_t column, const std::string& text) {
    note(worksheet_write_string(sheet, static_cast<lxw_row_t>(row), static_cast<lxw_col_t>(column), text.c_str(),
                                bold_));
  }
  void note(lxw_error error) {
    if (fault_ == LXW_NO_ERROR) fault_ = error;
  }
  [[nodiscard]] lxw_error fault() const { return fault_; }

 private:
  void put(lxw_worksheet*, lxw_row_t, lxw_col_t, std::monostate) {}
  void put(lxw_worksheet* sheet, lxw_row_t row, lxw_col_t column, const std::string& text) {
    note(worksheet_write_string(sheet, row, column, text.c_str(), nullptr));
  }
  void put(lxw_worksheet* sheet, lxw_row_t row, lxw_col_t column, double number) {
    if (std::isfinite(number)) note(worksheet_write_number(sheet, row, column, number, nullptr));
  }
  void put(lxw_worksheet* sheet, lxw_row_t row, lxw_col_t column, trade::Date date) {
    put_day(sheet, row, column, date, day_);
  }
  void put(lxw_worksheet* sheet, lxw_row_t row, lxw_col_t column, trade::Month month) {
    put_day(sheet, row, column, trade::last_day(month - 1) + std::chrono::days(1), month_);
  }
  void put_day(lxw_worksheet* sheet, lxw_row_t row, lxw_col_t column, trade::Date date, lxw_format* format) {
    const std::chrono::year_month_day day(date);
    lxw_datetime at = {.year = static_cast<int>(day.year()),
                       .month = static_cast<int>(static_cast<unsigned>(day.month())),
                       .day = static_cast<int>(static_cast<unsigned>(day.day())),
                       .hour = 0,
                       .min = 0,
                       .sec = 0};
    note(worksheet_write_datetime(sheet, row, column, &at, format));
  }

  lxw_workbook* book_;
  lxw_format* bold_;
  lxw_format* day_;
  lxw_format* month_;
  lxw_error fault_ = LXW_NO_ERROR;
};

void fill(Writer& writer, const Spreadsheet& table) {
  lxw_worksheet* sheet = writer.add_sheet(table.name);
  lxw_worksheet* about = writer.add_sheet("about");
  if (sheet == nullptr || about == nullptr) return;
  for (std::size_t c = 0; c < table.header.size(); ++c) writer.write_bold(sheet, 0, c, table.header[c]);
  for (std::size_t r = 0; r < table.rows.size(); ++r) {
    for (std::size_t c = 0; c < table.rows[r].size(); ++c) writer.write(sheet, r + 1, c, table.rows[r][c]);
  }
  worksheet_freeze_panes(sheet, 1, 0);
  worksheet_set_column(sheet, 0, 0, kDayWidth, nullptr);
  if (table.header.size() > 1)
    worksheet_set_column(sheet, 1, static_cast<lxw_col_t>(table.header.size() - 1), kWidth, nullptr);
  for (std::size_t r = 0; r < table.about.size(); ++r) {
    writer.write_bold(about, r, 0, table.about[r].first);
    writer.write(about, r, 1, table.about[r].second);
  }
  worksheet_set_column(about, 0, 0, kWidth, nullptr);
  worksheet_set_column(about, 1, 1, kTextWidth, nullptr);
}

}  // namespace

void tell_provenance(Spreadsheet& sheet, const std::string& title, const charts::Provenance& provenance) {
  sheet.about = {{"Title", title},
                 {"Source", provenance.source},
                 {"Vintage", provenance.vintage},
                 {"Terms", charts::kTerms},
                 {"Made by", "tradewatch"}};
  sheet.made = provenance.known;
}

std::expected<std::string, std::string> xlsx_of(const Spreadsheet& table) {
  const MemoryFile file;
  if (!file.is_open()) return std::unexpected(std::string("no memory for the file"));
  lxw_workbook* book = workbook_new(file.path().c_str());
  if (book == nullptr) return std::unexpected(std::string("no memory for the workbook"));
  Writer writer(book);
  fill(writer, table);
  // The library would ask a clock; a moment of zero means "now" to it.
  const auto made = std::chrono::floor<std::chrono::seconds>(table.made.time_since_epoch()).count();
  std::string author = "tradewatch";
  lxw_doc_properties properties{};
  properties.author = author.data();
  properties.created = made == 0 ? 1 : made;
  writer.note(workbook_set_properties(book, &properties));
  const lxw_error closed = workbook_close(book);  // and freed
  writer.note(closed);
  if (writer.fault() != LXW_NO_ERROR) return std::unexpected(std::string(lxw_strerror(writer.fault())));
  return file.bytes();
}

}  // namespace tradewatch::report
