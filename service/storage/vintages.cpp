#include "service/storage/vintages.h"

#include <fmt/format.h>

#include <stdexcept>

namespace tradewatch::storage {
namespace {

constexpr std::string_view kSelect =
    "SELECT f.id, s.source, s.reporter, s.partner, s.flow, s.commodity, s.valuation, s.basis, f.first_month, "
    "f.last_month, f.value_usd, f.value_text, f.unit, f.status, f.published, f.published_stated, f.reference, f.line, "
    "f.sequence, d.taken, d.sha256, d.name, f.change_kind, f.previous_id, p.value_usd "
    "FROM figure f JOIN series s ON s.id = f.series_id JOIN document d ON d.sequence = f.sequence "
    "LEFT JOIN figure p ON p.id = f.previous_id ";

// The identity's own order, which is that of trade::FlowKey: unstated, fob, cif.
constexpr std::string_view kInOrder =
    "s.source, s.reporter, s.partner, s.flow, s.commodity, "
    "CASE s.valuation WHEN '' THEN 0 WHEN 'fob' THEN 1 ELSE 2 END, s.basis, f.first_month, f.last_month, "
    "f.published, f.sequence, f.id";

struct Columns {
  long long id = 0, first_month = 0, last_month = 0, stated = 0, line = 0, sequence = 0, previous_id = 0;
  std::string source, reporter, partner, flow, commodity, valuation, basis, value_text, unit, status, published;
  std::string reference, taken, sha256, name, change;
  double value = 0.0, previous_value = 0.0;
  soci::indicator no_value = soci::i_ok, no_previous_id = soci::i_ok, no_previous_value = soci::i_ok;

  void into(Query& query) {
    query.into(id).into(source).into(reporter).into(partner).into(flow).into(commodity).into(valuation).into(basis);
    query.into(first_month).into(last_month).into(value, no_value).into(value_text).into(unit).into(status);
    query.into(published).into(stated).into(reference).into(line).into(sequence).into(taken).into(sha256).into(name);
    query.into(change).into(previous_id, no_previous_id).into(previous_value, no_previous_value);
  }
};

template <typename T>
T known(const std::optional<T>& value, const std::string& text) {
  if (!value) throw std::runtime_error("a figure holds '" + text + "', which this program never wrote");
  return *value;
}

trade::Change change_of(const std::string& name) {
  using enum trade::Change;
  for (const trade::Change change : {first, duplicate, rounding, revision, withdrawal}) {
    if (trade::name_of(change) == name) return change;
  }
  return known(std::optional<trade::Change>(), name);
}

trade::FlowKey key_of(const Columns& c) {
  trade::FlowKey key;
  key.source = c.source;
  key.reporter = trade::Country(c.reporter);
  key.partner = trade::Country(c.partner);
  key.flow = known(trade::parse_flow(c.flow), c.flow);
  key.commodity = c.commodity;
  key.valuation = known(trade::parse_valuation(c.valuation), c.valuation);
  key.basis = known(trade::parse_basis(c.basis), c.basis);
  return key;
}

void tell_value(const Columns& c, trade::KeptFigure& kept) {
  kept.id = c.id;
  kept.figure.period = {trade::Month::from_index(static_cast<int>(c.first_month)),
                        trade::Month::from_index(static_cast<int>(c.last_month))};
  kept.figure.value_usd = optional_of(c.value, c.no_value);
  kept.figure.value_text = c.value_text;
  kept.figure.status = known(trade::parse_status(c.status), c.status);
  kept.figure.published = date_of(c.published);
  kept.figure.published_stated = c.stated != 0;
  kept.sequence = c.sequence;
}

ReadVintage vintage_of(const Columns& c) {
  ReadVintage read;
  trade::KeptFigure& kept = read.vintage.kept;
  kept.figure.key = key_of(c);
  tell_value(c, kept);
  kept.figure.unit = c.unit;
  kept.figure.reference = c.reference;
  kept.figure.line = static_cast<int>(c.line);
  kept.taken = instant_of(c.taken);
  kept.document = c.sha256;
  kept.document_name = c.name;
  read.vintage.change = change_of(c.change);
  read.vintage.previous_value_usd = optional_of(c.previous_value, c.no_previous_value);
  if (c.no_previous_id == soci::i_ok) read.previous_id = c.previous_id;
  return read;
}

// Vintages of later documents have later ids.
constexpr std::string_view kAfterDocument =
    "f.id > coalesce((SELECT o.last_figure FROM document o WHERE o.sequence <= :after AND o.last_figure IS NOT NULL "
    "ORDER BY o.sequence DESC LIMIT 1), 0)";

// The conditions of a filter, with their values in the same order.
class Conditions {
 public:
  // `after_id`: rows beyond it alone.
  Conditions(const FigureFilter& filter, const AsOf& as_of, std::optional<std::int64_t> after_id = {}) {
    if (filter.reporter) add("s.reporter = :reporter", std::string(filter.reporter->alpha3()));
    if (filter.partner) add("s.partner = :partner", std::string(filter.partner->alpha3()));
    if (filter.flow) add("s.flow = :flow", std::string(trade::name_of(*filter.flow)));
    if (filter.source) add("s.source = :source", *filter.source);
    if (filter.commodity) add("s.commodity = :commodity", *filter.commodity);
    if (filter.valuation) add("s.valuation = :valuation", std::string(trade::name_of(*filter.valuation)));
    if (filter.basis) add("s.basis = :basis", std::string(trade::name_of(*filter.basis)));
    if (as_of.taken) add("d.taken <= :taken", trade::format_instant(*as_of.taken));
    if (as_of.published) add("f.published <= :published", trade::format_date(*as_of.published));
    if (filter.first) add("f.last_month >= :first", filter.first->index());
    if (filter.last) add("f.first_month <= :last", filter.last->index());
    if (filter.after) add(kAfterDocument, *filter.after);
    if (as_of.sequence) add("f.sequence <= :sequence", *as_of.sequence);
    if (after_id) add("f.id > :after_id", *after_id);
  }

  [[nodiscard]] const std::string& where() const { return where_; }

  void bind(Query& query) const {
    for (const std::string& text : texts_) query.with(text);
    for (const std::int64_t number : numbers_) query.with(number);
  }

 private:
  void add(std::string_view condition) { where_ += (where_.empty() ? "" : " AND ") + std::string(condition); }
  void add(std::string_view condition, std::string text) {
    add(condition);
    texts_.push_back(std::move(text));
  }
  void add(std::string_view condition, std::int64_t number) {
    add(condition);
    numbers_.push_back(number);
  }

  std::string where_;
  std::vector<std::string> texts_;  // all texts stand before all numbers
  std::vector<std::int64_t> numbers_;
};

std::vector<Vintage> read_filtered(Store::Impl& impl, const FigureFilter& filter, const AsOf& as_of) {
  const Conditions conditions(filter, as_of);
  std::vector<Vintage> vintages;
  read_vintages(
      impl, conditions.where(), kInOrder, [&](Query& query) { conditions.bind(query); },
      [&](ReadVintage&& read) { vintages.push_back(std::move(read.vintage)); });
  return vintages;
}

// The keys of series, each asked for when its first row comes.
class SeriesKeys {
 public:
  explicit SeriesKeys(Store::Impl& impl)
      : find_(impl,
              "SELECT source, reporter, partner, flow, commodity, valuation, basis FROM series WHERE id = :id "
              "ORDER BY id") {
    find_.bound(id_).into(c_.source).into(c_.reporter).into(c_.partner).into(c_.flow).into(c_.commodity);
    find_.into(c_.valuation).into(c_.basis);
  }

  const trade::FlowKey& of(long long series) {
    if (series == id_) return key_;
    id_ = series;
    find_.run();
    key_ = key_of(c_);
    return key_;
  }

 private:
  long long id_ = 0;  // no series has it
  Columns c_;
  trade::FlowKey key_;
  Query find_;
};

bool same_identity(const trade::KeptFigure& a, const trade::KeptFigure& b) {
  return a.figure.period == b.figure.period && a.figure.key == b.figure.key;
}

}  // namespace

void read_vintages(Store::Impl& impl, std::string_view where, std::string_view order,
                   const std::function<void(Query&)>& bind, const std::function<void(ReadVintage&&)>& take_row) {
  std::string sql(kSelect);
  if (!where.empty()) sql += "WHERE " + std::string(where) + " ";
  Query query(impl, sql + "ORDER BY " + std::string(order));
  bind(query);
  Columns columns;
  columns.into(query);
  while (query.step()) take_row(vintage_of(columns));
}

std::vector<trade::KeptFigure> read_values(Store::Impl& impl, const FigureFilter& filter, const AsOf& as_of) {
  const Conditions conditions(filter, as_of);
  std::string sql =
      "SELECT f.id, f.series_id, f.first_month, f.last_month, f.value_usd, f.value_text, f.status, f.published, "
      "f.published_stated, f.sequence FROM figure f JOIN series s ON s.id = f.series_id ";
  if (as_of.taken) sql += "JOIN document d ON d.sequence = f.sequence ";
  sql += "WHERE " + conditions.where();
  Query query(impl, sql + " ORDER BY f.series_id, f.first_month, f.last_month, f.published, f.sequence, f.id");
  conditions.bind(query);
  Columns c;
  long long series = 0;
  query.into(c.id).into(series).into(c.first_month).into(c.last_month).into(c.value, c.no_value).into(c.value_text);
  query.into(c.status).into(c.published).into(c.stated).into(c.sequence);
  SeriesKeys keys(impl);
  std::vector<trade::KeptFigure> values;
  while (query.step()) {
    trade::KeptFigure& kept = values.emplace_back();
    kept.figure.key = keys.of(series);
    tell_value(c, kept);
  }
  return values;
}

Store::Result<std::vector<Vintage>> Store::vintages(const FigureFilter& filter, const AsOf& as_of) {
  return attempt(*impl_, "read vintages", [&] { return read_filtered(*impl_, filter, as_of); });
}

Store::Result<std::vector<Vintage>> Store::vintages_page(const FigureFilter& filter, const AsOf& as_of,
                                                         std::int64_t after, int limit) {
  return attempt(*impl_, "read vintages", [&] {
    const Conditions conditions(filter, as_of, after);
    std::vector<Vintage> page;
    read_vintages(
        *impl_, conditions.where(), fmt::format("f.id LIMIT {}", limit), [&](Query& query) { conditions.bind(query); },
        [&](ReadVintage&& read) { page.push_back(std::move(read.vintage)); });
    return page;
  });
}

Store::Result<std::vector<trade::KeptFigure>> Store::figures_in_force(const FigureFilter& filter, const AsOf& as_of) {
  return attempt(*impl_, "read the figures in force", [&] {
    std::vector<trade::KeptFigure> in_force;
    std::vector<Vintage> all = read_filtered(*impl_, filter, as_of);
    for (std::size_t i = 0; i < all.size(); ++i) {
      const bool newest = i + 1 == all.size() || !same_identity(all[i].kept, all[i + 1].kept);
      if (!newest || all[i].kept.figure.status == trade::Status::withdrawn) continue;
      in_force.push_back(std::move(all[i].kept));
    }
    return in_force;
  });
}

}  // namespace tradewatch::storage
