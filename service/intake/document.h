// What a document is read with, and what it gave.

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "models/trade/exchange_rate.h"
#include "models/trade/figure.h"
#include "service/intake/house_header.h"

namespace tradewatch::intake {

struct Mapping;

struct ReadOptions {
  std::string document = "-";                    // the name in reports
  std::string default_source;                    // for rows that name none; empty: the format's own, or every row must
  std::string format;                            // the only one that is taken ("house-csv"); empty: content decides
  std::optional<trade::Date> default_published;  // for rows that state none; absent: the day of taking, marked so
  trade::Date taken_date{};                      // today, where the document is taken
  UnknownColumns unknown_columns = UnknownColumns::refuse;
  const std::vector<Mapping>* mappings = nullptr;  // the user's, tried before those of the program
  const Mapping* mapping = nullptr;                // the only one to read by; absent: content decides
  const trade::ExchangeRates* rates = nullptr;  // for amounts in other currencies than the US dollar; null: none known
};

struct Document {
  std::string format;                  // "house-csv", "comtrade-json", ...: what it was read as
  std::vector<trade::Figure> figures;  // in the order of the document, each with its line
  int duplicates = 0;                  // how many repeat an earlier one of the same document
  std::vector<std::string> notes;      // what was left out and why, in words
};

}  // namespace tradewatch::intake
