#include "service/storage/keeping.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <utility>
#include <vector>

namespace tradewatch::storage {
namespace {

constexpr std::string_view kFindStored =
    "SELECT id, value_usd, value_text, status, published FROM figure WHERE series_id = :series AND "
    "first_month = :first AND last_month = :last AND published <= :published AND sequence < :sequence "
    "ORDER BY published DESC, sequence DESC, id DESC LIMIT 1";

constexpr std::string_view kFindSeries =
    "SELECT id FROM series WHERE reporter = :reporter AND partner = :partner AND flow = :flow AND source = :source AND "
    "commodity = :commodity AND valuation = :valuation AND basis = :basis ORDER BY id";

constexpr std::string_view kInsertSeries =
    "INSERT INTO series (id, source, reporter, partner, flow, commodity, valuation, basis) VALUES "
    "(:id, :source, :reporter, :partner, :flow, :commodity, :valuation, :basis)";

constexpr std::size_t kToldEvery = 4096;  // figures: about a hundredth of a second

std::string newest_chain(Store::Impl& impl) {
  std::string chain;
  Query(impl, "SELECT chain FROM document ORDER BY sequence DESC LIMIT 1").into(chain).run();
  return chain;
}

// The places of figures, those published first in front; nothing when that is the order in which they come.
std::optional<std::vector<std::size_t>> by_published(std::span<const trade::Figure> figures) {
  if (std::ranges::is_sorted(figures, {}, &trade::Figure::published)) return std::nullopt;
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
      links_(newest_chain(impl), row_),
      insert_(figure_insert(impl)),
      find_(impl, kFindStored),
      find_series_(impl, kFindSeries),
      insert_series_(impl, kInsertSeries) {
  find_.bound(wanted_.series).bound(wanted_.first_month).bound(wanted_.last_month).bound(wanted_.published);
  find_.bound(row_.sequence);
  StoredColumns& s = stored_columns_;
  find_.into(s.id).into(s.value_usd, s.no_value).into(s.value_text).into(s.status).into(s.published);
  SeriesColumns& c = series_columns_;
  find_series_.bound(c.reporter).bound(c.partner).bound(c.flow).bound(c.source).bound(c.commodity);
  find_series_.bound(c.valuation).bound(c.basis).into(c.id);
  insert_series_.bound(c.id).bound(c.source).bound(c.reporter).bound(c.partner).bound(c.flow).bound(c.commodity);
  insert_series_.bound(c.valuation).bound(c.basis);
}

KeepReport Keeping::keep(std::span<const trade::Figure> figures, Outcome outcome, const KeptSoFar& told) {
  figures_ = figures;
  writes_ = outcome == Outcome::keep;
  if (writes_) insert_document();
  const auto count = static_cast<std::int64_t>(figures.size());
  if (count > 0) next_id_ = take(impl_, "figure", count) - count + 1;
  trade::FigureIndex seen(figures, trade::FigureIndex::By::identity);
  report_.changes.reserve(figures.size());
  const auto order = by_published(figures);
  for (std::size_t i = 0; i < figures.size(); ++i) {
    if (told && i % kToldEvery == 0) told(i);
    offer(order ? (*order)[i] : i, seen);
  }
  if (writes_) {
    report_.sequence = row_.sequence;
    finish();
  } else {
    for (StoredChange& change : report_.changes) change.id = 0;
  }
  return std::move(report_);
}

void Keeping::offer(std::size_t index, trade::FigureIndex& seen) {
  const trade::Figure& figure = figures_[index];
  const Series series = series_of(figure.key);
  int& added = seen.place_of(index);
  const auto in_force = in_force_for(figure, series, added);
  const trade::Change change = trade::classify(in_force ? in_force->figure : nullptr, figure);
  count(change);
  if (change == trade::Change::duplicate) return;
  added = static_cast<int>(index);
  const auto previous = in_force ? std::optional(in_force->id) : std::nullopt;
  const std::int64_t id = next_id_++;
  report_.changes.push_back({id, index, change, in_force ? in_force->figure->value_usd : std::nullopt});
  if (!writes_) return;
  insert_->put({id, series.id, row_.sequence, figure, change, previous});
  links_.add({id, &figure, change, previous});
}

void Keeping::count(trade::Change change) {
  switch (change) {
    case trade::Change::duplicate:
      ++report_.duplicates;
      return;
    case trade::Change::first:
      break;
    case trade::Change::revision:
      ++report_.revisions;
      break;
    case trade::Change::rounding:
      ++report_.roundings;
      break;
    case trade::Change::withdrawal:
      ++report_.withdrawals;
      break;
  }
  ++report_.stored;
}

// The store's vintage or, where that was not published later, the newest that this document added: `added`, or -1. It
// is not looked for in the store, where it may not be yet.
std::optional<Keeping::InForce> Keeping::in_force_for(const trade::Figure& figure, const Series& series, int added) {
  const auto stored = series.is_new ? std::nullopt : find_stored(figure, series.id);
  if (added < 0) return stored;
  const auto own = static_cast<std::size_t>(added);
  if (stored && stored->figure->published > figures_[own].published) return stored;
  return InForce{id_of(own), &figures_[own]};
}

std::optional<Keeping::InForce> Keeping::find_stored(const trade::Figure& figure, std::int64_t series) {
  wanted_.series = series;
  wanted_.first_month = figure.period.first.index();
  wanted_.last_month = figure.period.last.index();
  wanted_.published = trade::format_date(figure.published);
  if (!find_.step()) return std::nullopt;
  const StoredColumns& s = stored_columns_;
  const InForce found{s.id, &stored_};
  stored_.value_usd = optional_of(s.value_usd, s.no_value);
  stored_.value_text = s.value_text;
  stored_.status = trade::parse_status(s.status).value_or(trade::Status::final);
  stored_.published = date_of(s.published);
  while (find_.step()) {
  }
  return found;
}

// Of a figure that this document added: changes are in the order of (published, place in the document).
std::int64_t Keeping::id_of(std::size_t added) {
  const auto place = [&](std::size_t index) { return std::pair(figures_[index].published, index); };
  const auto change = std::ranges::lower_bound(report_.changes, place(added), {},
                                               [&](const StoredChange& of) { return place(of.figure_index); });
  return change->id;
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
  if (writes_) insert_series_.run();
  return {c.id, true};
}

bool Keeping::has_bytes() {
  long long kept = 0;
  Query(impl_, "SELECT count(*) FROM raw_document WHERE sha256 = :sha256").with(row_.sha256).into(kept).run();
  return kept > 0;
}

// With its bytes, unless an earlier reading of them was kept.
void Keeping::insert_document() {
  const bool again = has_bytes();
  const std::string reading = again ? fmt::format("{:064}", row_.sequence) : row_.sha256;
  Query insert(impl_,
               "INSERT INTO document (sequence, reading, sha256, name, format, media, taken, size_bytes, stored, "
               "duplicates, revisions, roundings, withdrawals, chain) VALUES (:sequence, :reading, :sha256, :name, "
               ":format, :media, :taken, :size, 0, 0, 0, 0, 0, '')");
  insert.with(row_.sequence).with(reading).with(row_.sha256).with(row_.name).with(row_.format).with(row_.media);
  insert.with(row_.taken).with(row_.size_bytes).run();
  if (!again) insert_raw_document(impl_, row_.sha256, document_.bytes);
}

// Counts and chain are known only now; nobody else has seen the row yet.
void Keeping::finish() {
  insert_->finish();
  if (last_series_) {
    Query(impl_, "UPDATE counter SET value = :last WHERE name = 'series'").with(*last_series_).run();
  }
  Query update(impl_,
               "UPDATE document SET stored = :stored, duplicates = :duplicates, revisions = :revisions, "
               "roundings = :roundings, withdrawals = :withdrawals, chain = :chain WHERE sequence = :sequence");
  update.with(report_.stored).with(report_.duplicates).with(report_.revisions).with(report_.roundings);
  update.with(report_.withdrawals).with(links_.hex()).with(row_.sequence).run();
  if (report_.changes.empty()) return;
  Query(impl_, "UPDATE document SET first_figure = :first, last_figure = :last WHERE sequence = :sequence")
      .with(report_.changes.front().id)
      .with(report_.changes.back().id)
      .with(row_.sequence)
      .run();
}

}  // namespace tradewatch::storage
