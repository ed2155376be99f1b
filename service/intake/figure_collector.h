// Makes figures of what a foreign document says, row by row: looks up countries, reads periods, amounts and marks,
// leaves out known noise and counts it, and gathers every fault.
//
// What is left out (CONTRACT, settled questions): totals and groups, partners that no list knows (code and sum named),
// rows whose partner is the reporter, and cells without a value. What is not understood otherwise is a fault, and a
// document with faults gives no figures at all.

#pragma once

#include <expected>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "models/trade/partner.h"
#include "service/intake/document.h"
#include "service/intake/document_fault.h"

namespace tradewatch::intake {

// Where a value stands. `place` is for documents that have no lines that a reader could count.
struct Place {
  int line = 0;
  int column = 0;
  std::string place = {};
};

// One figure as a foreign document writes it. The views are read during the call alone.
struct ForeignRow {
  std::string_view reporter;
  std::string_view partner;
  std::string_view partner_name;  // shown beside a code that no list knows; may be empty
  std::string_view flow;          // a word that trade::parse_flow reads
  std::string_view period;        // as foreign_period.h reads it
  std::string_view value;         // as foreign_amount.h reads it
  std::string_view unit;          // "USD", "EUR", "USD million"
  int exponent = 0;               // the value is also times 10^exponent: UNIT_MULT; -20 to 20
  std::string_view commodity;     // empty: TOTAL
  trade::Valuation valuation = trade::Valuation::unstated;
  trade::Basis basis = trade::Basis::unstated;
  trade::Status status = trade::Status::final;
  bool confidential = false;             // the source says so; then an absent value is counted as that
  std::optional<trade::Date> published;  // when the document says it
  bool published_stated = true;          // false: a date that only bounds it, such as when a message was made
  std::string_view reference;            // empty: the place
};

class FigureCollector {
 public:
  // `source` is the format's own name for who published ("comtrade"); options.default_source goes before it.
  FigureCollector(const ReadOptions& options, std::string format, const std::string& source, trade::CodeList list);

  void add(const ForeignRow& row, const Place& place);

  // Rows that are known and not wanted: "breakdown rows beside their total". Counted by reason.
  void leave_out(const std::string& reason, std::size_t rows = 1);
  void note(std::string text);
  void fault(Fault fault);
  // With `place`'s line, column and place.
  void fault(const Place& place, std::string column_name, std::string_view found, std::string expected,
             std::string hint = {});

  // How many figures and faults there are up to now.
  [[nodiscard]] std::size_t figures() const { return document_.figures.size(); }
  [[nodiscard]] bool has_faults() const { return !faults_.empty(); }

  // Checks all figures together. A document without any figure and without faults is taken, and a note says so.
  [[nodiscard]] std::expected<Document, Refusal> finish() &&;

 private:
  struct Unknown {
    std::size_t rows = 0;
    double sum_usd = 0.0;
    std::string name;
  };

  [[nodiscard]] const trade::Partner& partner(std::string_view text);
  [[nodiscard]] std::optional<trade::Country> reporter(const ForeignRow& row, const Place& place);
  [[nodiscard]] bool read_key(const ForeignRow& row, const Place& place, trade::Figure& figure);
  void add_value(const ForeignRow& row, const Place& place, trade::Figure figure, const trade::Partner& with);
  void add_check_faults();
  void add_notes();

  const ReadOptions& options_;
  std::string source_;
  trade::CodeList list_;
  Document document_;
  std::vector<Place> places_;  // of each figure
  FaultList faults_;
  std::map<std::string, std::size_t> left_out_;
  std::map<std::string, std::size_t> absent_;
  std::map<std::string, std::size_t> groups_;
  std::map<std::string, Unknown> unknown_;  // by code or name
  std::unordered_map<std::string, trade::Partner> partners_;
};

}  // namespace tradewatch::intake
