// Figures over HTTP: those in the store, and documents that are taken.
//
//   GET  /api/v1/figures   vintages in the order in which they were taken; `source`, `reporter`, `partner`, `flow`,
//                          `commodity`, `period` choose; `limit`, `after` (an `id`) page; `format=csv` gives the house
//                          format, which an import takes as it is, `format=xlsx` a workbook
//   POST /api/v1/figures   one document in any known format; `name`, `source`, `published`, `format` as `import` has
//                          them, `dry_run=true` writes nothing. 201 and the document's report when it is accepted, 200
//                          when its bytes were known, 422 with the report when it is refused
//   GET  /api/v1/targets/{id}/history   verdict and probability of every assessment, oldest first; `limit`, `after` (a
//                          `sequence`)
//
// A request with an `Idempotency-Key` that was seen in the last thirty days gets the answer of then, with
// `Idempotency-Replayed: true`; the same key with another request is refused.

#pragma once

#include "service/intake/document.h"
#include "service/storage/store.h"
#include "service/web/message.h"

namespace tradewatch::web {

inline constexpr std::size_t kMaxKey = 255;  // characters of an Idempotency-Key

[[nodiscard]] bool is_figure_route(const Request& request);

// Whether the body is a document of figures, which may be large and in any format.
[[nodiscard]] bool takes_document(std::string_view method, std::string_view path);

// On a thread that may wait. `reading` lends mappings and rates to the document.
[[nodiscard]] Response figure_route(const Request& request, storage::Store& store, const intake::ReadOptions& reading,
                                    trade::Instant now);

}  // namespace tradewatch::web
