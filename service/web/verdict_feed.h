// Changes of verdicts as an Atom feed (RFC 4287), for feed readers.
//
//   GET /feed.atom   the newest kFeedEntries of all targets, or of one with `target=ID`; in the language of
//                    language_choice.h
//
// Ids are made of the target, the documents and the settings that an assessment stands on, so an entry has the same id
// for ever, whatever the service is called and however often it was restarted. All moments are those of the store.

#pragma once

#include <vector>

#include "models/targets/target.h"
#include "service/storage/store.h"
#include "service/web/message.h"

namespace tradewatch::web {

inline constexpr std::string_view kFeedPath = "/feed.atom";
inline constexpr int kFeedEntries = 100;

// On a thread that may wait. Targets that are not in `watched` have no page, so nothing is told of them.
[[nodiscard]] Response verdict_feed(const Request& request, storage::Store& store,
                                    const std::vector<targets::Target>& watched);

}  // namespace tradewatch::web
