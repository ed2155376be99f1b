#include "service/intake/mapped_tables.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "service/intake/figure_collector.h"
#include "service/intake/foreign_amount.h"
#include "service/intake/foreign_period.h"
#include "service/intake/mapped_fields.h"
#include "service/intake/shown_text.h"
#include "service/intake/table_headings.h"
#include "service/intake/written_date.h"

namespace tradewatch::intake {
namespace {

std::string_view cell_of(const std::vector<RowCell>& cells, int column) {
  return column >= 0 && static_cast<std::size_t>(column) < cells.size() ? cells[static_cast<std::size_t>(column)].text
                                                                        : std::string_view();
}

std::string without_decimal_comma(std::string_view text) {
  std::string plain;
  for (const char c : joined_spaces(text)) {
    if (c != ' ' && c != '.') plain += c == ',' ? '.' : c;
  }
  return plain;
}

// One table being read.
class MappedTable {
 public:
  MappedTable(const Mapping& mapping, const Table& table, const TableStart& start, TableHeadings headings,
              const std::vector<TableStart>& all, FigureCollector& collector)
      : mapping_(mapping),
        table_(table),
        start_(start),
        headings_(std::move(headings)),
        all_(all),
        collector_(collector) {
    find_value_columns();
    for (std::size_t field = 0; field < kFields; ++field) {
      for (const Piece& piece : field_of(mapping, field)) fields_[field].push_back(bind(piece, kFieldNames[field]));
    }
    for (const Skip& skip : mapping.skips) skips_.push_back(bind(skip.piece, "skip"));
  }

  // The last period whose value is not 0 in some row; nothing when there is none.
  [[nodiscard]] std::optional<trade::Month> last_filled() {
    std::optional<trade::Month> last;
    look_ahead([&](const std::vector<RowCell>& cells) {
      for (std::size_t i = 0; i < values_.size(); ++i) {
        const auto amount = parse_foreign_amount(cell_of(cells, values_[i]), 0);
        if (!amount || amount->value.value_or(0.0) <= 0.0) continue;
        const auto period = parse_foreign_period(period_of(cells, i).value_or(""));
        if (period && (!last || *last < period->last)) last = period->last;
      }
    });
    return last;
  }

  void read(std::optional<trade::Month> last_month) {
    last_month_ = last_month;
    each_data_row(*table_.rows(), [&](const std::vector<RowCell>& cells, int line) { read_row(cells, line); });
  }

 private:
  void find_value_columns() {
    for (const std::string& letters : mapping_.value_letters) values_.push_back(column_number(letters));
    for (std::size_t i = 0; mapping_.value_letters.empty() && i < headings_.headings.size(); ++i) {
      const std::string& heading = headings_.headings[i];
      const bool holds = mapping_.value_headings ? mapping_.value_headings->matches(heading)
                                                 : parse_foreign_period(heading).has_value();
      if (holds) values_.push_back(static_cast<int>(i));
    }
    if (values_.empty()) {
      collector_.fault(Place{headings_.last_line, 0, sheet_place()}, "", "no column of values",
                       "a heading that the mapping's `values` matches", "mapping " + mapping_.name);
    }
  }

  [[nodiscard]] std::string sheet_place() const {
    return start_.name.empty() ? std::string() : "sheet \"" + shown(start_.name) + "\"";
  }

  BoundPiece bind(const Piece& piece, std::string_view field) {
    BoundPiece bound;
    bound.piece = &piece;
    if (piece.from == Piece::From::column || piece.from == Piece::From::letter) {
      bound.column = column_of(piece, headings_);
      if (bound.column >= 0) return bound;
      if (!piece.optional) {
        collector_.fault(Place{headings_.last_line, 0, sheet_place()}, std::string(field), "no such column",
                         "a heading that matches " + piece.heading->text(), "mapping " + mapping_.name);
      }
      bound.fixed.assign(values_.size(), std::string());
      return bound;
    }
    for (const int column : values_) {
      const std::size_t at = static_cast<std::size_t>(column);
      const std::string_view heading = at < headings_.headings.size() ? headings_.headings[at] : std::string_view();
      bound.fixed.push_back(fixed_text(piece, start_, headings_.above, all_, heading));
    }
    return bound;
  }

  // Hands out the rows of data and skips what is no data: rows up to the headings, empty ones, those after the end.
  template <typename Take>
  void each_data_row(RowSource& rows, const Take& take) {
    for (RowSource::Step step = rows.next(); step != RowSource::Step::end; step = rows.next()) {
      if (step == RowSource::Step::fault) {
        if (!in_first_pass_) collector_.fault(rows.fault());
        continue;
      }
      if (rows.line() <= headings_.last_line) continue;
      const auto filled = std::ranges::find_if(rows.cells(), [](const RowCell& cell) { return !cell.text.empty(); });
      if (filled == rows.cells().end()) continue;
      if (mapping_.end && mapping_.end->matches(filled->text)) return;
      take(rows.cells(), rows.line());
    }
  }

  // Hands out the rows of data before they are read; the reading tells their faults.
  template <typename Take>
  void look_ahead(const Take& take) {
    const bool before = std::exchange(in_first_pass_, true);
    each_data_row(*table_.rows(), [&](const std::vector<RowCell>& cells, int) { take(cells); });
    in_first_pass_ = before;
  }

  // The text of the period, of which a date on the first of a month is that month: a date cell of a sheet, or a text
  // in a table that has no dates on other days.
  [[nodiscard]] std::optional<std::string> period_of(const std::vector<RowCell>& cells, std::size_t value_column) {
    constexpr std::size_t kMonthLetters = std::string_view("2021-01").size();
    auto period = text_of(kPeriod, cells, value_column);
    if (!period || day_of_month(*period) != DayOfMonth::first) return period;
    const bool is_date = std::ranges::any_of(fields_[kPeriod], [&](const BoundPiece& bound) {
      const auto column = static_cast<std::size_t>(bound.column);
      return bound.column >= 0 && column < cells.size() && cells[column].kind == CellKind::date;
    });
    if (is_date || has_first_days_alone()) period->resize(kMonthLetters);
    return period;
  }

  [[nodiscard]] bool has_first_days_alone() {
    if (first_days_alone_) return *first_days_alone_;
    bool alone = true;
    look_ahead([&](const std::vector<RowCell>& cells) {
      alone = alone && day_of_month(text_of(kPeriod, cells, 0).value_or("")) != DayOfMonth::other;
    });
    first_days_alone_ = alone;
    return alone;
  }

  // The pieces of a field with spaces between; nothing when a pattern that must match does not.
  [[nodiscard]] std::optional<std::string> text_of(std::size_t field, const std::vector<RowCell>& cells,
                                                   std::size_t value_column) {
    std::string text;
    for (BoundPiece& bound : fields_[field]) {
      const auto& piece = bound.text(cell_of(cells, bound.column), value_column);
      if (!piece && !bound.piece->optional) return std::nullopt;
      if (piece && !piece->empty()) text += (text.empty() ? "" : " ") + *piece;
    }
    return text;
  }

  [[nodiscard]] const Skip* skip_of(const std::vector<RowCell>& cells, std::size_t value_column) {
    for (std::size_t i = 0; i < skips_.size(); ++i) {
      const bool matched = skips_[i].text(cell_of(cells, skips_[i].column), value_column).has_value();
      if (matched != mapping_.skips[i].unless) return &mapping_.skips[i];
    }
    return nullptr;
  }

  void read_row(const std::vector<RowCell>& cells, int line) {
    const bool says_nothing = std::ranges::all_of(values_, [&](int column) { return cell_of(cells, column).empty(); });
    if (says_nothing && values_.size() > 1) return;  // a note between the rows, or a partner without trade
    for (std::size_t i = 0; i < values_.size(); ++i) read_value(cells, line, i);
  }

  void read_value(const std::vector<RowCell>& cells, int line, std::size_t value_column) {
    const int column = values_[value_column];
    Place place{line, column + 1, {}};
    if (!start_.name.empty()) place.place = sheet_place() + " cell " + cell_name(column + 1, line);
    if (const Skip* skip = skip_of(cells, value_column)) return collector_.leave_out(skip->reason);

    std::array<std::string, kFields> texts;
    for (std::size_t field = 0; field < kFields; ++field) {
      auto text = field == kPeriod ? period_of(cells, value_column) : text_of(field, cells, value_column);
      if (!text) return misfit(field, cells, value_column, place);
      texts[field] = *std::move(text);
    }
    const bool has_cell = static_cast<std::size_t>(column) < cells.size();
    if (has_cell && cells[static_cast<std::size_t>(column)].kind == CellKind::error) {
      return collector_.fault(place, "value", cells[static_cast<std::size_t>(column)].text,
                              "a number, or nothing where there is no value", "the spreadsheet could not compute it");
    }
    add(cell_of(cells, column), texts, place);
  }

  void misfit(std::size_t field, const std::vector<RowCell>& cells, std::size_t value_column, const Place& place) {
    for (BoundPiece& bound : fields_[field]) {
      const auto& piece = bound.text(cell_of(cells, bound.column), value_column);
      if (piece || bound.piece->optional) continue;
      const std::string expected =
          bound.piece->pattern ? "a text that matches " + bound.piece->pattern->text() : "a text";
      return collector_.fault(place, std::string(kFieldNames[field]), cell_of(cells, bound.column), expected,
                              "mapping " + mapping_.name);
    }
  }

  void add(std::string_view value, const std::array<std::string, kFields>& texts, const Place& place) {
    const std::string plain = mapping_.decimal_comma ? without_decimal_comma(value) : std::string();
    ForeignRow row;
    row.value = mapping_.decimal_comma ? std::string_view(plain) : value;
    row.reporter = texts[kReporter];
    row.partner = texts[kPartner];
    row.partner_name = texts[kPartnerName];
    row.flow = texts[kFlow];
    row.period = texts[kPeriod];
    row.unit = texts[kUnit];
    row.commodity = texts[kCommodity];
    if (row.partner.empty()) return collector_.leave_out("rows without a partner");
    if (!read_words(texts, place, row)) return;
    if (last_month_) {
      const auto period = parse_foreign_period(row.period);
      if (period && period->last > *last_month_) return collector_.leave_out("months not published yet, written as 0");
    }
    const std::string reference =
        start_.name.empty() ? std::string() : "sheet " + start_.name + ", cell " + cell_name(place.column, place.line);
    row.reference = reference;
    collector_.add(row, place);
  }

  // What is no free text: valuation, basis, status and the date.
  bool read_words(const std::array<std::string, kFields>& texts, const Place& place, ForeignRow& row) {
    const auto valuation = trade::parse_valuation(texts[kValuation]);
    const auto basis = trade::parse_basis(texts[kBasis]);
    row.confidential = texts[kStatus] == "confidential";
    const auto status = row.confidential ? trade::Status::final : trade::parse_status(texts[kStatus]);
    if (!valuation) collector_.fault(place, "valuation", texts[kValuation], "fob, cif or nothing");
    if (!basis) collector_.fault(place, "basis", texts[kBasis], "customs, payments or nothing");
    if (!status) {
      collector_.fault(place, "status", texts[kStatus], "final, provisional, estimated, confidential or withdrawn",
                       "mapping " + mapping_.name);
    }
    if (!texts[kPublished].empty()) {
      row.published = parse_written_date(texts[kPublished], mapping_.date_order);
      if (!row.published) {
        collector_.fault(place, "published", texts[kPublished], "a date, " + mapping_.date_order, "");
        return false;
      }
    }
    if (!valuation || !basis || !status) return false;
    row.valuation = *valuation;
    row.basis = *basis;
    row.status = *status;
    return true;
  }

  const Mapping& mapping_;
  const Table& table_;
  const TableStart& start_;
  TableHeadings headings_;
  const std::vector<TableStart>& all_;
  FigureCollector& collector_;
  std::vector<int> values_;  // indexes of the columns that hold values
  std::array<std::vector<BoundPiece>, kFields> fields_;
  std::vector<BoundPiece> skips_;
  std::optional<trade::Month> last_month_;
  bool in_first_pass_ = false;  // whose faults the second pass tells
  std::optional<bool> first_days_alone_;
};

std::string document_kind(const Mapping& mapping) {
  return mapping.title.empty() ? "a table of the mapping " + mapping.name : mapping.title;
}

}  // namespace

std::vector<TableStart> starts_of(const std::vector<Table>& tables) {
  std::vector<TableStart> starts;
  for (const Table& table : tables) {
    TableStart start{table.name, {}, {}};
    const auto rows = table.rows();
    for (auto step = rows->next(); step != RowSource::Step::end && start.rows.size() < kStartRows;
         step = rows->next()) {
      if (step == RowSource::Step::fault) continue;
      std::vector<StartCell> filled;
      for (std::size_t i = 0; i < rows->cells().size(); ++i) {
        const std::string_view text = rows->cells()[i].text;
        if (!text.empty()) filled.push_back({static_cast<int>(i), std::string(text)});
      }
      start.rows.push_back(std::move(filled));
      start.lines.push_back(rows->line());
    }
    starts.push_back(std::move(start));
  }
  return starts;
}

std::expected<Document, Refusal> read_mapped(const Mapping& mapping, const std::vector<Table>& tables,
                                             const std::vector<TableStart>& starts, const ReadOptions& options) {
  FigureCollector collector(options, mapping.name, mapping.source, mapping.codes);
  if (!mapping.refuse.empty()) {
    collector.fault(Place{}, "", document_kind(mapping), "a table of trade by partner", mapping.refuse);
    return std::move(collector).finish();
  }
  if (mapping.source.empty() && options.default_source.empty()) {
    collector.fault(Place{}, "source", "", "who published the figures, such as sbp",
                    "say --source, or `source` in the mapping");
    return std::move(collector).finish();
  }
  for (std::size_t i = 0; i < tables.size(); ++i) {
    auto headings = find_headings(mapping, starts[i]);
    if (!headings) {
      collector.note("left out: sheet \"" + shown(tables[i].name) + "\", which has no such headings");
      continue;
    }
    MappedTable table(mapping, tables[i], starts[i], *std::move(headings), starts, collector);
    if (collector.has_faults()) continue;
    std::optional<trade::Month> last;
    if (mapping.last_zeros_unpublished) last = table.last_filled();
    table.read(last);
  }
  return std::move(collector).finish();
}

}  // namespace tradewatch::intake
