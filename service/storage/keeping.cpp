#include "service/storage/keeping.h"

#include <algorithm>
#include <numeric>
#include <utility>
#include <vector>

namespace tradewatch::storage {
namespace {

constexpr std::string_view kFindInForce =
    "SELECT id, value_usd, value_text, status FROM figure "
    "WHERE series_id = :series AND first_month = :first AND last_month = :last AND published <= :published "
    "ORDER BY published DESC, sequence DESC, id DESC LIMIT 1";

constexpr std::string_view kInsertFigure =
    "INSERT INTO figure (id, series_id, first_month, last_month, published, published_stated, sequence, value_usd, "
    "value_text, unit, status, reference, line, change_kind, previous_id) VALUES (:id, :series, :first, :last, "
    ":published, :stated, :sequence, :value, :text, :unit, :status, :reference, :line, :change, :previous)";

constexpr std::string_view kFindSeries =
    "SELECT id FROM series WHERE reporter = :reporter AND partner = :partner AND flow = :flow AND source = :source AND "
    "commodity = :commodity AND valuation = :valuation AND basis = :basis ORDER BY id";

constexpr std::string_view kInsertSeries =
    "INSERT INTO series (id, source, reporter, partner, flow, commodity, valuation, basis) VALUES "
    "(:id, :source, :reporter, :partner, :flow, :commodity, :valuation, :basis)";

std::string newest_chain(Store::Impl& impl) {
  std::string chain;
  Query(impl, "SELECT chain FROM document ORDER BY sequence DESC LIMIT 1").into(chain).run();
  return chain;
}

std::vector<std::size_t> by_published(std::span<const trade::Figure> figures) {
  std::vector<std::size_t> order(figures.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(order, {}, [&](std::size_t i) { return std::pair(figures[i].published, i); });
  return order;
}

DocumentRow row_of(Store::Impl& impl, const RawDocument& document, trade::Instant now) {
  DocumentRow row;
  row.sequence = take(impl, "document");
  row.sha256 = document.sha256;
  row.name = document.name;
  row.format = document.format;
  row.media = document.media;
  row.taken = now;
  row.size_bytes = static_cast<std::int64_t>(document.bytes.size());
  return row;
}

}  // namespace

Keeping::Keeping(Store::Impl& impl, const RawDocument& document, trade::Instant now)
    : impl_(impl),
      document_(document),
      row_(row_of(impl, document, now)),
      link_(newest_chain(impl)),
      find_(impl, kFindInForce),
      find_series_(impl, kFindSeries),
      insert_series_(impl, kInsertSeries) {
  find_.bound(wanted_.series).bound(wanted_.first_month).bound(wanted_.last_month).bound(wanted_.published);
  find_.into(in_force_.id).into(in_force_.value_usd, in_force_.no_value).into(in_force_.value_text);
  find_.into(in_force_.status);
  SeriesColumns& c = series_columns_;
  find_series_.bound(c.reporter).bound(c.partner).bound(c.flow).bound(c.source).bound(c.commodity);
  find_series_.bound(c.valuation).bound(c.basis).into(c.id);
  insert_series_.bound(c.id).bound(c.source).bound(c.reporter).bound(c.partner).bound(c.flow).bound(c.commodity);
  insert_series_.bound(c.valuation).bound(c.basis);
  link_.add(row_);
}

std::optional<std::int64_t> Keeping::kept_before() {
  long long sequence = 0;
  Query(impl_, "SELECT sequence FROM document WHERE sha256 = :sha256 ORDER BY sequence")
      .with(document_.sha256)
      .into(sequence)
      .run();
  return sequence > 0 ? std::optional<std::int64_t>(sequence) : std::nullopt;
}

KeepReport Keeping::keep(std::span<const trade::Figure> figures) {
  KeepReport report;
  report.sequence = row_.sequence;
  insert_document();
  insert_raw();
  const auto count = static_cast<std::int64_t>(figures.size());
  if (count > 0) next_id_ = take(impl_, "figure", count) - count + 1;
  trade::FigureIndex seen(figures, trade::FigureIndex::By::identity);
  for (const std::size_t index : by_published(figures)) offer(figures, index, seen, report);
  insert_waiting();
  finish(report);
  return report;
}

void Keeping::offer(std::span<const trade::Figure> figures, std::size_t index, trade::FigureIndex& seen,
                    KeepReport& report) {
  const trade::Figure& figure = figures[index];
  const Series series = series_of(figure.key);
  int& place = seen.place_of(index);
  std::optional<trade::Figure> in_force;
  if (place >= 0 || !series.is_new) {
    const auto earlier = static_cast<std::size_t>(place);
    if (place >= 0 && std::pair(figures[earlier].published, earlier) >= first_waiting_) insert_waiting();
    in_force = find_in_force(figure, series.id);
  }
  place = static_cast<int>(index);
  const trade::Change change = trade::classify(in_force ? &*in_force : nullptr, figure);
  switch (change) {
    case trade::Change::duplicate:
      ++report.duplicates;
      return;
    case trade::Change::first:
      break;
    case trade::Change::revision:
      ++report.revisions;
      break;
    case trade::Change::rounding:
      ++report.roundings;
      break;
    case trade::Change::withdrawal:
      ++report.withdrawals;
      break;
  }
  ++report.stored;
  const std::int64_t id = next_id_;
  if (waiting_.used == 0) first_waiting_ = {figure.published, index};
  put(figure, series.id, change, in_force ? std::optional<std::int64_t>(in_force_.id) : std::nullopt);
  report.changes.push_back({id, index, change, in_force ? in_force->value_usd : std::nullopt});
}

void Keeping::put(const trade::Figure& figure, std::int64_t series, trade::Change change,
                  std::optional<std::int64_t> previous) {
  Waiting& w = waiting_;
  const std::size_t row = w.used++;
  w.id[row] = next_id_++;
  w.series[row] = series;
  w.first_month[row] = figure.period.first.index();
  w.last_month[row] = figure.period.last.index();
  w.published[row] = trade::format_date(figure.published);
  w.published_stated[row] = figure.published_stated ? 1 : 0;
  w.sequence[row] = row_.sequence;
  w.value_usd[row] = figure.value_usd.value_or(0.0);
  w.value_usd_null[row] = figure.value_usd ? soci::i_ok : soci::i_null;
  w.value_text[row] = figure.value_text;
  w.unit[row] = figure.unit;
  w.status[row] = trade::name_of(figure.status);
  w.reference[row] = figure.reference;
  w.line[row] = figure.line;
  w.change[row] = trade::name_of(change);
  w.previous[row] = previous.value_or(0);
  w.previous_null[row] = previous ? soci::i_ok : soci::i_null;
  link_.add(w.id[row], figure, change, previous);
  if (w.used == kRows) insert_waiting();
}

// A statement of its own for each batch: SOCI's PostgreSQL backend sends the rows of the first run again when a
// statement bound to vectors runs a second time.
void Keeping::insert_waiting() {
  Waiting& w = waiting_;
  if (w.used == 0) return;
  w.resize(w.used);
  Query insert(impl_, kInsertFigure);
  insert.bound(w.id).bound(w.series).bound(w.first_month).bound(w.last_month).bound(w.published);
  insert.bound(w.published_stated).bound(w.sequence).bound(w.value_usd, w.value_usd_null).bound(w.value_text);
  insert.bound(w.unit).bound(w.status).bound(w.reference).bound(w.line).bound(w.change);
  insert.bound(w.previous, w.previous_null).run();
  w.resize(kRows);
  w.used = 0;
}

Keeping::Waiting::Waiting() { resize(kRows); }

void Keeping::Waiting::resize(std::size_t rows) {
  for (auto* column : {&id, &series, &first_month, &last_month, &published_stated, &sequence, &line, &previous}) {
    column->resize(rows);
  }
  for (auto* column : {&published, &value_text, &unit, &status, &reference, &change}) column->resize(rows);
  for (auto* column : {&value_usd_null, &previous_null}) column->resize(rows);
  value_usd.resize(rows);
}

std::optional<trade::Figure> Keeping::find_in_force(const trade::Figure& figure, std::int64_t series) {
  wanted_.series = series;
  wanted_.first_month = figure.period.first.index();
  wanted_.last_month = figure.period.last.index();
  wanted_.published = trade::format_date(figure.published);
  if (!find_.step()) return std::nullopt;
  trade::Figure found;
  found.value_usd = optional_of(in_force_.value_usd, in_force_.no_value);
  found.value_text = in_force_.value_text;
  found.status = trade::parse_status(in_force_.status).value_or(trade::Status::final);
  while (find_.step()) {
  }
  return found;
}

Keeping::Series Keeping::series_of(const trade::FlowKey& key) {
  if (last_used_ != nullptr && last_used_->first == key) return last_used_->second;
  auto known = series_.find(key);
  if (known == series_.end()) known = series_.emplace(key, find_series(key)).first;
  last_used_ = &*known;
  return known->second;
}

// In the store, where it is begun when it is not there.
Keeping::Series Keeping::find_series(const trade::FlowKey& key) {
  SeriesColumns& c = series_columns_;
  c = {0,
       key.source,
       std::string(key.reporter.alpha3()),
       std::string(key.partner.alpha3()),
       std::string(trade::name_of(key.flow)),
       key.commodity,
       std::string(trade::name_of(key.valuation)),
       std::string(trade::name_of(key.basis))};
  find_series_.run();
  if (c.id != 0) return {c.id, false};
  if (!last_series_) last_series_ = take(impl_, "series", 0);
  c.id = ++*last_series_;
  insert_series_.run();
  return {c.id, true};
}

void Keeping::insert_document() {
  Query insert(impl_,
               "INSERT INTO document (sequence, sha256, name, format, media, taken, size_bytes, stored, duplicates, "
               "revisions, roundings, withdrawals, chain) VALUES (:sequence, :sha256, :name, :format, :media, :taken, "
               ":size, 0, 0, 0, 0, 0, '')");
  insert.with(row_.sequence).with(row_.sha256).with(row_.name).with(row_.format).with(row_.media).with(row_.taken);
  insert.with(row_.size_bytes).run();
}

void Keeping::insert_raw() {
  const std::string hex = impl_.dialect == Dialect::postgresql ? bytes_parameter(impl_.dialect, document_.bytes) : "";
  Query(impl_, "INSERT INTO raw_document (sha256, bytes) VALUES (:sha256, {put_bytes})")
      .with(row_.sha256)
      .bound(impl_.dialect == Dialect::postgresql ? hex : document_.bytes)  // referred to: it may be large
      .run();
}

// Counts and chain are known only now; nobody else has seen the row yet.
void Keeping::finish(const KeepReport& report) {
  if (last_series_) {
    Query(impl_, "UPDATE counter SET value = :last WHERE name = 'series'").with(*last_series_).run();
  }
  Query update(impl_,
               "UPDATE document SET stored = :stored, duplicates = :duplicates, revisions = :revisions, "
               "roundings = :roundings, withdrawals = :withdrawals, chain = :chain WHERE sequence = :sequence");
  update.with(report.stored).with(report.duplicates).with(report.revisions).with(report.roundings);
  update.with(report.withdrawals).with(link_.hex()).with(row_.sequence).run();
}

}  // namespace tradewatch::storage
