// Alerts and silences over HTTP: what the store is asked for, and what people do.
//
//   GET    /api/v1/alerts                    those that stand or stood, with their notices; `target=ID`
//   GET    /api/v1/alerts/history            changes of state and what was done, newest first; `target`, `limit`
//   POST   /api/v1/alerts/{id}/acknowledge   {by, note, until?}
//   GET    /api/v1/silences                  all, those that ended too
//   POST   /api/v1/silences                  {target?, rule?, receiver?, from?, until, by, reason}: 201 and the silence
//   DELETE /api/v1/silences/{id}?by=WHO      ends it: 200 and the silence
//
// What is refused is a problem document whose `errors` name each field with found and expected.

#pragma once

#include "service/settings/settings.h"
#include "service/storage/store.h"
#include "service/web/message.h"

namespace tradewatch::web {

// Whether the request is for alert_route, which may wait for the store.
[[nodiscard]] bool is_alert_route(const Request& request);

// On a thread that may wait.
[[nodiscard]] Response alert_route(const Request& request, storage::Store& store, const settings::Settings& settings,
                                   trade::Instant now);

}  // namespace tradewatch::web
