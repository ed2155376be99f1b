// Answers of UN Comtrade in JSON: of the API of today and of the one before 2023.
//
// The records stand in `data` (today) or `dataset` (before), in an envelope that may be wrapped once more by the
// program that fetched it, or they stand alone as a list. An answer that carries an error is refused with what it says;
// a list of bulk files is refused as that; an answer without records is taken and holds no figures. An answer is
// complete when it holds as many records as it counts, and not exactly as many as the source gives at most.

#pragma once

#include <boost/json/value.hpp>

#include <expected>

#include "service/intake/document.h"
#include "service/intake/document_fault.h"

namespace tradewatch::intake {

// Answers that say nothing but an error are recognised too, whichever source they are of.
[[nodiscard]] bool is_comtrade_json(const boost::json::value& document);

// A figure's line is the number of its record, from 1; its place counts as programs do: `data[0]`.
[[nodiscard]] std::expected<Document, Refusal> read_comtrade_json(const boost::json::value& document,
                                                                  const ReadOptions& options);

}  // namespace tradewatch::intake
