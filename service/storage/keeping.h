// One document on its way into the store, inside one transaction. For this folder's .cpp files only.
//
// Each figure is compared with the vintage in force at its own published date, which may be one that this very
// document added: so figures go in by published date, whatever their order in the document. The store is asked only
// where it can hold such a vintage: not for a series that this document began.

#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <unordered_map>
#include <utility>
#include <vector>

#include "models/trade/figure_index.h"
#include "service/storage/figure_insert.h"
#include "service/storage/session.h"
#include "service/storage/vintage_links.h"

namespace tradewatch::storage {

enum class Outcome { keep, preview };  // preview: the report alone, without its ids; the transaction is rolled back

class Keeping {
 public:
  // Takes the sequence; other writers wait from here on.
  Keeping(Store::Impl& impl, const RawDocument& document, trade::Instant now);

  // Once. The figures outlive this.
  [[nodiscard]] KeepReport keep(std::span<const trade::Figure> figures, Outcome outcome, const KeptSoFar& told = {});

 private:
  // Where the vintage in force is looked for.
  struct Wanted {
    long long series = 0;
    long long first_month = 0;
    long long last_month = 0;
    std::string published;
  };
  struct Series {
    std::int64_t id = 0;
    bool is_new = false;  // begun by this document
  };
  struct SeriesColumns {
    long long id = 0;
    std::string source, reporter, partner, flow, commodity, valuation, basis;
  };
  struct StoredColumns {
    long long id = 0;
    double value_usd = 0.0;
    soci::indicator no_value = soci::i_ok;
    std::string value_text;
    std::string status;
    std::string published;
  };
  struct InForce {
    std::int64_t id = 0;
    const trade::Figure* figure = nullptr;
  };

  void insert_document();
  [[nodiscard]] bool has_bytes();
  void finish();
  void offer(std::size_t index, trade::FigureIndex& seen);
  void count(trade::Change change);
  std::optional<InForce> in_force_for(const trade::Figure& figure, const Series& series, int added);
  std::optional<InForce> find_stored(const trade::Figure& figure, std::int64_t series);
  std::int64_t id_of(std::size_t added);
  Series series_of(const trade::FlowKey& key);
  Series find_series(const trade::FlowKey& key);

  Store::Impl& impl_;
  const RawDocument& document_;
  DocumentRow row_;
  VintageLinks links_;
  std::span<const trade::Figure> figures_;
  bool writes_ = true;
  KeepReport report_;
  Wanted wanted_;
  StoredColumns stored_columns_;
  trade::Figure stored_;  // what the columns say, as far as trade::classify asks
  SeriesColumns series_columns_;
  std::unordered_map<trade::FlowKey, Series, trade::FlowKeyHash> series_;
  const std::pair<const trade::FlowKey, Series>* last_used_ = nullptr;  // of series_: rows of one series come together
  std::int64_t next_id_ = 0;
  std::optional<std::int64_t> last_series_;  // read once; no other writer adds a series while this one is at work
  std::unique_ptr<FigureInsert> insert_;
  Query find_;
  Query find_series_;
  Query insert_series_;
};

}  // namespace tradewatch::storage
