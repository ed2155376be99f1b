// One published number, and a figure as the store holds it.
//
// A figure's identity is its key and its period. The same identity may be published again: each is a vintage,
// ordered by published date, then by the sequence in which it was taken.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "models/trade/date.h"
#include "models/trade/flow_key.h"
#include "models/trade/month.h"

namespace tradewatch::trade {

// `withdrawn`: the source took the figure back; a vintage without a value.
enum class Status { final, provisional, estimated, withdrawn };

[[nodiscard]] std::string_view name_of(Status status);
[[nodiscard]] std::optional<Status> parse_status(std::string_view text);

// The largest amount that is taken, in US dollars: ten times the trade of the whole world in a year.
inline constexpr double kMaxValueUsd = 1e15;

struct Figure {
  FlowKey key;
  MonthSpan period;
  std::optional<double> value_usd;  // whole and fractional US dollars, 0 to kMaxValueUsd; absent when withdrawn
  std::string value_text;           // as published: "6.478"
  std::string unit;                 // as published: "USD million"
  Status status = Status::final;
  Date published{};              // when the source said it
  bool published_stated = true;  // false: nobody said, so the day it was taken; teaches nothing about delays
  std::string reference;         // where it was read: an address, a page, a table; may be empty
  int line = 0;                  // line in its document, from 1; 0 where it has none (SDMX-JSON)
};

// A vintage in the store.
struct KeptFigure {
  std::int64_t id = 0;  // row in the store
  Figure figure;
  std::int64_t sequence = 0;  // of the document's transaction; grows with every document kept
  Instant taken{};            // when it became durable here
  std::string document;       // SHA-256 of the raw document, 64 hexadecimal digits
  std::string document_name;  // the name it came under
};

}  // namespace tradewatch::trade
