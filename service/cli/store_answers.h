// Which requests wait for the store, and their answers from it; those about weekly reports have weekly_reports.h.

#pragma once

#include "service/cli/reading_aids.h"
#include "service/storage/store.h"
#include "service/web/message.h"

namespace tradewatch::cli {

[[nodiscard]] bool waits_for_store(const web::Request& request);

// On the store's thread. Mappings and rates of `aids` are lent to a document that comes with the request; while the
// rates cannot be read it is answered with 503.
[[nodiscard]] web::Response answer_from_store(const web::Request& request, storage::Store& store,
                                              const settings::Settings& settings, const ReadingAids& aids,
                                              trade::Instant now);

}  // namespace tradewatch::cli
