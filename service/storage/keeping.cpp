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
      insert_(impl, kInsertFigure),
      find_series_(impl, kFindSeries),
      insert_series_(impl, kInsertSeries) {
  find_.bound(columns_.series).bound(columns_.first_month).bound(columns_.last_month).bound(columns_.published);
  find_.into(in_force_.id).into(in_force_.value_usd, in_force_.no_value).into(in_force_.value_text);
  find_.into(in_force_.status);
  insert_.bound(columns_.id).bound(columns_.series).bound(columns_.first_month).bound(columns_.last_month);
  insert_.bound(columns_.published).bound(columns_.published_stated).bound(row_.sequence);
  insert_.bound(columns_.value_usd, columns_.no_value).bound(columns_.value_text).bound(columns_.unit);
  insert_.bound(columns_.status).bound(columns_.reference).bound(columns_.line).bound(columns_.change);
  insert_.bound(columns_.previous, columns_.no_previous);
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
  for (const std::size_t index : by_published(figures)) offer(figures[index], index, report);
  finish(report);
  return report;
}

void Keeping::offer(const trade::Figure& figure, std::size_t index, KeepReport& report) {
  set_columns(figure);
  columns_.series = series_of(figure.key);
  const std::optional<trade::Figure> in_force = find_in_force();
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
  columns_.id = next_id_++;
  columns_.change = trade::name_of(change);
  columns_.previous = in_force ? in_force_.id : 0;
  columns_.no_previous = in_force ? soci::i_ok : soci::i_null;
  insert_.run();
  link_.add(columns_.id, figure, change, in_force ? std::optional<std::int64_t>(in_force_.id) : std::nullopt);
  report.changes.push_back({columns_.id, index, change, in_force ? in_force->value_usd : std::nullopt});
}

void Keeping::set_columns(const trade::Figure& figure) {
  columns_.first_month = figure.period.first.index();
  columns_.last_month = figure.period.last.index();
  columns_.published = trade::format_date(figure.published);
  columns_.published_stated = figure.published_stated ? 1 : 0;
  columns_.value_usd = figure.value_usd.value_or(0.0);
  columns_.no_value = figure.value_usd ? soci::i_ok : soci::i_null;
  columns_.value_text = figure.value_text;
  columns_.unit = figure.unit;
  columns_.status = trade::name_of(figure.status);
  columns_.reference = figure.reference;
  columns_.line = figure.line;
}

std::optional<trade::Figure> Keeping::find_in_force() {
  if (!find_.step()) return std::nullopt;
  trade::Figure figure;
  figure.value_usd = optional_of(in_force_.value_usd, in_force_.no_value);
  figure.value_text = in_force_.value_text;
  figure.status = trade::parse_status(in_force_.status).value_or(trade::Status::final);
  while (find_.step()) {
  }
  return figure;
}

std::int64_t Keeping::series_of(const trade::FlowKey& key) {
  if (const auto known = series_.find(key); known != series_.end()) return known->second;
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
  if (c.id == 0) {
    if (!last_series_) last_series_ = take(impl_, "series", 0);
    c.id = ++*last_series_;
    insert_series_.run();
  }
  series_.emplace(key, c.id);
  return c.id;
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
  Query(impl_, "INSERT INTO raw_document (sha256, bytes) VALUES (:sha256, {put_bytes})")
      .with(row_.sha256)
      .with(bytes_parameter(impl_.dialect, document_.bytes))
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
