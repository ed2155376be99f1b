// One document on its way into the store, inside one transaction. For this folder's .cpp files only.
//
// Each figure is compared with the vintage in force at its own published date, which may be one that this very
// document added: so figures go in by published date, whatever their order in the document. What cannot have a
// vintage is not looked up: a first figure of a series that this document began. New vintages wait in rows of kRows
// and go in together; they go in early where one of them may be what is looked up.

#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <unordered_map>
#include <utility>
#include <vector>

#include "models/trade/figure_index.h"
#include "service/storage/chain.h"
#include "service/storage/session.h"

namespace tradewatch::storage {

class Keeping {
 public:
  // Takes the sequence; other writers wait from here on.
  Keeping(Store::Impl& impl, const RawDocument& document, trade::Instant now);

  // The sequence under which this digest was kept before, if it was.
  [[nodiscard]] std::optional<std::int64_t> kept_before();

  [[nodiscard]] KeepReport keep(std::span<const trade::Figure> figures);

 private:
  static constexpr std::size_t kRows = 512;

  // Where the vintage in force is looked for.
  struct Wanted {
    long long series = 0;
    long long first_month = 0;
    long long last_month = 0;
    std::string published;
  };
  // New vintages column by column, `used` rows of kRows. A name ending in _null tells which rows of it are NULL.
  struct Waiting {
    Waiting();
    void resize(std::size_t rows);

    std::size_t used = 0;
    std::vector<long long> id, series, first_month, last_month, published_stated, sequence, line, previous;
    std::vector<double> value_usd;
    std::vector<std::string> published, value_text, unit, status, reference, change;
    std::vector<soci::indicator> value_usd_null, previous_null;
  };
  struct Series {
    std::int64_t id = 0;
    bool is_new = false;  // begun by this document
  };
  struct SeriesColumns {
    long long id = 0;
    std::string source, reporter, partner, flow, commodity, valuation, basis;
  };
  struct InForce {
    long long id = 0;
    double value_usd = 0.0;
    soci::indicator no_value = soci::i_ok;
    std::string value_text;
    std::string status;
  };

  void insert_document();
  void insert_raw();
  void finish(const KeepReport& report);
  void offer(std::span<const trade::Figure> figures, std::size_t index, trade::FigureIndex& seen, KeepReport& report);
  void put(const trade::Figure& figure, std::int64_t series, trade::Change change,
           std::optional<std::int64_t> previous);
  void insert_waiting();
  Series series_of(const trade::FlowKey& key);
  Series find_series(const trade::FlowKey& key);
  std::optional<trade::Figure> find_in_force(const trade::Figure& figure, std::int64_t series);

  Store::Impl& impl_;
  const RawDocument& document_;
  DocumentRow row_;
  ChainLink link_;
  Wanted wanted_;
  Waiting waiting_;
  std::pair<trade::Date, std::size_t> first_waiting_;  // (published, place in the document) of the first row
  InForce in_force_;
  SeriesColumns series_columns_;
  std::unordered_map<trade::FlowKey, Series, trade::FlowKeyHash> series_;
  const std::pair<const trade::FlowKey, Series>* last_used_ = nullptr;  // of series_: rows of one series come together
  std::int64_t next_id_ = 0;
  std::optional<std::int64_t> last_series_;  // read once; no other writer adds a series while this one is at work
  Query find_;
  Query find_series_;
  Query insert_series_;
};

}  // namespace tradewatch::storage
