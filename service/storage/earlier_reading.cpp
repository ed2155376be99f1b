#include "service/storage/earlier_reading.h"

#include <algorithm>
#include <chrono>
#include <numeric>
#include <tuple>
#include <vector>

#include "models/trade/revision.h"

namespace tradewatch::storage {
namespace {

struct Earlier {
  long long sequence = 0;
  std::string format;
  std::string taken;
  long long duplicates = 0;
  long long first_figure = 0;  // 0 when it stored none
  long long last_figure = 0;
};

std::vector<Earlier> documents_of(Store::Impl& impl, const std::string& sha256) {
  std::vector<Earlier> documents;
  Earlier row;
  Query query(impl,
              "SELECT sequence, format, taken, duplicates, coalesce(first_figure, 0), coalesce(last_figure, 0) "
              "FROM document WHERE sha256 = :sha256 ORDER BY sequence DESC");
  query.with(sha256).into(row.sequence).into(row.format).into(row.taken).into(row.duplicates);
  query.into(row.first_figure).into(row.last_figure);
  while (query.step()) documents.push_back(row);
  return documents;
}

// A vintage as far as readings are compared.
struct Row {
  std::string source, reporter, partner, flow, commodity, valuation, basis;
  long long first_month = 0;
  long long last_month = 0;
  std::string published, value_text, unit, status;

  auto operator<=>(const Row&) const = default;
};

struct StoredRow {
  Row row;
  double value_usd = 0.0;
  soci::indicator no_value = soci::i_ok;
};

constexpr std::string_view kRow =
    "SELECT s.source, s.reporter, s.partner, s.flow, s.commodity, s.valuation, s.basis, f.first_month, f.last_month, "
    "f.published, f.value_text, f.unit, f.status, f.value_usd FROM figure f JOIN series s ON s.id = f.series_id ";

void bind(Query& query, StoredRow& stored) {
  Row& row = stored.row;
  query.into(row.source).into(row.reporter).into(row.partner).into(row.flow).into(row.commodity).into(row.valuation);
  query.into(row.basis).into(row.first_month).into(row.last_month).into(row.published).into(row.value_text);
  query.into(row.unit).into(row.status).into(stored.value_usd, stored.no_value);
}

Row row_of(const trade::Figure& figure, trade::Date published) {
  const trade::FlowKey& key = figure.key;
  return {key.source,
          std::string(key.reporter.alpha3()),
          std::string(key.partner.alpha3()),
          std::string(trade::name_of(key.flow)),
          key.commodity,
          std::string(trade::name_of(key.valuation)),
          std::string(trade::name_of(key.basis)),
          figure.period.first.index(),
          figure.period.last.index(),
          trade::format_date(published),
          figure.value_text,
          figure.unit,
          std::string(trade::name_of(figure.status))};
}

// Compares one earlier document with today's figures.
class Comparison {
 public:
  Comparison(Store::Impl& impl, const Earlier& earlier, std::span<const trade::Figure> figures, trade::Date today)
      : impl_(impl), earlier_(earlier), figures_(figures), order_(figures.size()) {
    const trade::Date then = std::chrono::floor<std::chrono::days>(instant_of(earlier.taken));
    published_.reserve(figures.size());
    for (const trade::Figure& figure : figures) {
      published_.push_back(figure.published == today ? then : figure.published);
    }
    std::iota(order_.begin(), order_.end(), std::size_t{0});
    std::ranges::sort(order_, {}, [&](std::size_t i) { return std::pair(published_[i], i); });
  }

  // A figure that the document stored is a row of it, in the order in which it stored them; the others it repeated.
  [[nodiscard]] bool is_same() {
    StoredRow stored;
    Query rows(impl_, std::string(kRow) + "WHERE f.id BETWEEN :first AND :last ORDER BY f.id");
    rows.bound(earlier_.first_figure).bound(earlier_.last_figure);
    bind(rows, stored);
    std::vector<std::size_t> repeated;
    bool more = rows.step();
    for (const std::size_t i : order_) {
      if (more && stored.row == row_of(figures_[i], published_[i])) {
        more = rows.step();
      } else {
        repeated.push_back(i);
      }
    }
    const bool counts_agree = !more && static_cast<long long>(repeated.size()) == earlier_.duplicates;
    while (more) more = rows.step();
    return counts_agree && std::ranges::all_of(repeated, [&](std::size_t i) { return was_repeated(i); });
  }

 private:
  // Whether the figure equals what was in force at its published date once that document was kept.
  [[nodiscard]] bool was_repeated(std::size_t index) {
    const trade::Figure& figure = figures_[index];
    const Row wanted = row_of(figure, published_[index]);
    StoredRow found;
    Query query(impl_, std::string(kRow) +
                           "WHERE s.reporter = :reporter AND s.partner = :partner AND s.flow = :flow AND "
                           "s.source = :source AND s.commodity = :commodity AND s.valuation = :valuation AND "
                           "s.basis = :basis AND f.first_month = :first AND f.last_month = :last AND "
                           "f.published <= :published AND f.sequence <= :sequence "
                           "ORDER BY f.published DESC, f.sequence DESC, f.id DESC LIMIT 1");
    query.with(wanted.reporter).with(wanted.partner).with(wanted.flow).with(wanted.source).with(wanted.commodity);
    query.with(wanted.valuation).with(wanted.basis).bound(wanted.first_month).bound(wanted.last_month);
    query.with(wanted.published).bound(earlier_.sequence);
    bind(query, found);
    if (!query.step()) return false;
    query.run();
    trade::Figure in_force;
    in_force.value_usd = optional_of(found.value_usd, found.no_value);
    in_force.status = trade::parse_status(found.row.status).value_or(trade::Status::final);
    if (trade::classify(&in_force, figure) == trade::Change::duplicate) return true;
    return std::tie(found.row.value_text, found.row.unit, found.row.status) ==
           std::tie(wanted.value_text, wanted.unit, wanted.status);
  }

  Store::Impl& impl_;
  const Earlier& earlier_;
  std::span<const trade::Figure> figures_;
  std::vector<trade::Date> published_;  // of each figure, as it would have been then
  std::vector<std::size_t> order_;      // in which the document would have stored them
};

}  // namespace

EarlierReadings earlier_readings(Store::Impl& impl, const RawDocument& document, std::span<const trade::Figure> figures,
                                 trade::Instant now) {
  const trade::Date today = std::chrono::floor<std::chrono::days>(now);
  EarlierReadings readings;
  for (const Earlier& earlier : documents_of(impl, document.sha256)) {
    if (readings.newest == 0) readings.newest = earlier.sequence;
    if (earlier.format != document.format) continue;
    if (!Comparison(impl, earlier, figures, today).is_same()) continue;
    readings.same = earlier.sequence;
    break;
  }
  return readings;
}

}  // namespace tradewatch::storage
