#include "service/storage/figure_insert.h"

#include <array>
#include <string>
#include <vector>

#include "service/storage/sqlite_statement.h"

namespace tradewatch::storage {
namespace {

constexpr std::string_view kColumns =
    "INSERT INTO figure (id, series_id, first_month, last_month, published, published_stated, sequence, value_usd, "
    "value_text, unit, status, reference, line, change_kind, previous_id) VALUES ";

// The parameters in the order of kColumns.
enum Parameter {
  kId = 1,
  kSeries,
  kFirstMonth,
  kLastMonth,
  kPublished,
  kPublishedStated,
  kSequence,
  kValueUsd,
  kValueText,
  kUnit,
  kStatus,
  kReference,
  kLine,
  kChange,
  kPrevious,
};
constexpr int kParameters = kPrevious;

class SqliteInsert final : public FigureInsert {
 public:
  explicit SqliteInsert(Store::Impl& impl)
      : insert_(impl, std::string(kColumns) + "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", kParameters) {}

  void put(const NewVintage& v) override {
    const trade::Figure& figure = v.figure;
    insert_.bind(kId, v.id);
    insert_.bind(kSeries, v.series);
    insert_.bind(kFirstMonth, std::int64_t{figure.period.first.index()});
    insert_.bind(kLastMonth, std::int64_t{figure.period.last.index()});
    insert_.bind(kPublished, text_of(figure.published));
    insert_.bind(kPublishedStated, std::int64_t{figure.published_stated ? 1 : 0});
    insert_.bind(kSequence, v.sequence);
    insert_.bind_or_null(kValueUsd, figure.value_usd);
    insert_.bind(kValueText, figure.value_text);
    insert_.bind(kUnit, figure.unit);
    insert_.bind(kStatus, trade::name_of(figure.status));
    insert_.bind(kReference, figure.reference);
    insert_.bind(kLine, std::int64_t{figure.line});
    insert_.bind(kChange, trade::name_of(v.change));
    insert_.bind_or_null(kPrevious, v.previous);
    insert_.run();
  }

  void finish() override {}

 private:
  // Two texts by turns, so that the one that is bound stays as it is while the next is written.
  std::string_view text_of(trade::Date published) {
    if (texts_[current_].empty() || published != published_) {
      current_ = 1 - current_;
      texts_[current_] = trade::format_date(published);
      published_ = published;
    }
    return texts_[current_];
  }

  std::array<std::string, 2> texts_;
  std::size_t current_ = 0;
  trade::Date published_{};
  SqliteStatement insert_;
};

// Rows column by column, `used_` of kBatchRows. A name ending in _null tells which rows of it are NULL.
class BatchInsert final : public FigureInsert {
 public:
  explicit BatchInsert(Store::Impl& impl) : impl_(impl) { resize(kBatchRows); }

  void put(const NewVintage& v) override {
    const trade::Figure& figure = v.figure;
    const std::size_t row = used_++;
    id_[row] = v.id;
    series_[row] = v.series;
    first_month_[row] = figure.period.first.index();
    last_month_[row] = figure.period.last.index();
    published_[row] = trade::format_date(figure.published);
    published_stated_[row] = figure.published_stated ? 1 : 0;
    sequence_[row] = v.sequence;
    value_usd_[row] = figure.value_usd.value_or(0.0);
    value_usd_null_[row] = figure.value_usd ? soci::i_ok : soci::i_null;
    value_text_[row] = figure.value_text;
    unit_[row] = figure.unit;
    status_[row] = trade::name_of(figure.status);
    reference_[row] = figure.reference;
    line_[row] = figure.line;
    change_[row] = trade::name_of(v.change);
    previous_[row] = v.previous.value_or(0);
    previous_null_[row] = v.previous ? soci::i_ok : soci::i_null;
    if (used_ == kBatchRows) finish();
  }

  // A statement of its own for each batch: SOCI's PostgreSQL backend sends the rows of the first run again when a
  // statement bound to vectors runs a second time.
  void finish() override {
    if (used_ == 0) return;
    resize(used_);
    Query insert(impl_, std::string(kColumns) +
                            "(:id, :series, :first, :last, :published, :stated, :sequence, :value, :text, :unit, "
                            ":status, :reference, :line, :change, :previous)");
    insert.bound(id_).bound(series_).bound(first_month_).bound(last_month_).bound(published_);
    insert.bound(published_stated_).bound(sequence_).bound(value_usd_, value_usd_null_).bound(value_text_);
    insert.bound(unit_).bound(status_).bound(reference_).bound(line_).bound(change_);
    insert.bound(previous_, previous_null_).run();
    resize(kBatchRows);
    used_ = 0;
  }

 private:
  void resize(std::size_t rows) {
    for (auto* column :
         {&id_, &series_, &first_month_, &last_month_, &published_stated_, &sequence_, &line_, &previous_}) {
      column->resize(rows);
    }
    for (auto* column : {&published_, &value_text_, &unit_, &status_, &reference_, &change_}) column->resize(rows);
    for (auto* column : {&value_usd_null_, &previous_null_}) column->resize(rows);
    value_usd_.resize(rows);
  }

  Store::Impl& impl_;
  std::size_t used_ = 0;
  std::vector<long long> id_, series_, first_month_, last_month_, published_stated_, sequence_, line_, previous_;
  std::vector<double> value_usd_;
  std::vector<std::string> published_, value_text_, unit_, status_, reference_, change_;
  std::vector<soci::indicator> value_usd_null_, previous_null_;
};

}  // namespace

std::unique_ptr<FigureInsert> figure_insert(Store::Impl& impl) {
  if (impl.dialect == Dialect::sqlite) return std::make_unique<SqliteInsert>(impl);
  return std::make_unique<BatchInsert>(impl);
}

void insert_raw_document(Store::Impl& impl, const std::string& sha256, std::string_view bytes) {
  if (impl.dialect == Dialect::sqlite) {
    SqliteStatement insert(impl, "INSERT INTO raw_document (sha256, bytes) VALUES (?, ?)", 2);
    insert.bind(1, std::string_view(sha256));
    insert.bind_bytes(2, bytes);
    insert.run();
    return;
  }
  const std::string hex = bytes_parameter(impl.dialect, bytes);
  Query(impl, "INSERT INTO raw_document (sha256, bytes) VALUES (:sha256, {put_bytes})").with(sha256).bound(hex).run();
}

}  // namespace tradewatch::storage
