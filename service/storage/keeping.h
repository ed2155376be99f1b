// One document on its way into the store, inside one transaction. For this folder's .cpp files only.
//
// Each figure is compared with the vintage in force at its own published date, which may be one that this very
// document added: so figures go in by published date, whatever their order in the document.

#pragma once

#include <map>
#include <span>

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
  // The columns of one figure, bound to the statements below.
  struct Columns {
    long long id = 0;
    long long series = 0;
    long long first_month = 0;
    long long last_month = 0;
    std::string published;
    long long published_stated = 0;
    double value_usd = 0.0;
    soci::indicator no_value = soci::i_ok;
    std::string value_text;
    std::string unit;
    std::string status;
    std::string reference;
    long long line = 0;
    std::string change;
    long long previous = 0;
    soci::indicator no_previous = soci::i_ok;
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
  void offer(const trade::Figure& figure, std::size_t index, KeepReport& report);
  void set_columns(const trade::Figure& figure);
  std::int64_t series_of(const trade::FlowKey& key);
  std::optional<trade::Figure> find_in_force();

  Store::Impl& impl_;
  const RawDocument& document_;
  DocumentRow row_;
  ChainLink link_;
  Columns columns_;
  InForce in_force_;
  SeriesColumns series_columns_;
  std::map<trade::FlowKey, std::int64_t> series_;
  std::int64_t next_id_ = 0;
  std::optional<std::int64_t> last_series_;  // read once; no other writer adds a series while this one is at work
  Query find_;
  Query insert_;
  Query find_series_;
  Query insert_series_;
};

}  // namespace tradewatch::storage
