// Makes figures of the observations of an SDMX message, in the order in which a reader of one of its forms finds them.
//
// Left out and counted: balances, other indicators beside trade, groups of countries, forecasts. A value whose status
// no list knows is taken as published, and a note says so. A message that holds
// other statistics alone is refused as that; one that holds no observation is taken, with a note.

#pragma once

#include <expected>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "service/intake/document.h"
#include "service/intake/document_fault.h"
#include "service/intake/figure_collector.h"
#include "service/intake/sdmx_series.h"
#include "service/intake/sdmx_values.h"

namespace tradewatch::intake {

class SdmxFigures {
 public:
  // `prepared` is when the message was made, as its header writes it (may be empty). It bounds when the figures were
  // published and does not state it.
  SdmxFigures(const ReadOptions& options, std::string format, std::string_view prepared);

  // Whose data the message says it holds: an URN, or an id such as DOT. May be said more than once, or never.
  void of_dataflow(std::string_view dataflow);

  // What the observations that follow have in common: dimensions, attributes, those of groups and of the data set.
  void begin_series(SdmxValues values);

  // One observation: TIME_PERIOD, OBS_VALUE, attributes, and dimensions where there is no series.
  void add(const SdmxValues& observation, const Place& place);

  [[nodiscard]] FigureCollector& collector() { return collector_; }

  [[nodiscard]] std::expected<Document, Refusal> finish() &&;

 private:
  [[nodiscard]] bool is_good_series(const Place& place);
  [[nodiscard]] std::string_view period_of(std::string_view text, const Place& place);
  void add_trade(const SdmxValues& observation, std::string_view period, const Place& place);
  void note_dimensions();
  void leave_out_each(const std::map<std::string, std::size_t>& names, const std::string& what);
  [[nodiscard]] std::optional<std::string> no_trade() const;

  FigureCollector collector_;
  std::optional<trade::Date> prepared_;
  std::string dataflow_;  // the first one said
  bool is_trade_dataflow_ = false;

  SdmxValues values_;  // of the series
  SdmxSeries series_;
  std::optional<int> months_;        // by its frequency
  std::optional<bool> good_series_;  // once an observation was met

  std::size_t trade_rows_ = 0;
  // Rows left out, by indicator and by code.
  std::map<std::string, std::size_t> balances_;
  std::map<std::string, std::size_t> other_;
  std::map<std::string, std::size_t> unknown_statuses_;  // rows by status that no list knows
  std::string dimensions_;                               // of the first series without an indicator
};

}  // namespace tradewatch::intake
