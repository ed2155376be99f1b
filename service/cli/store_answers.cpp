#include "service/cli/store_answers.h"

#include "service/web/alert_routes.h"
#include "service/web/figure_routes.h"
#include "service/web/report_routes.h"
#include "service/web/verdict_feed.h"

namespace tradewatch::cli {

bool waits_for_store(const web::Request& request) {
  return web::is_alert_route(request) || web::is_figure_route(request) || web::is_report_route(request) ||
         request.path == web::kFeedPath;
}

web::Response answer_from_store(const web::Request& request, storage::Store& store, const settings::Settings& settings,
                                const ReadingAids& aids, trade::Instant now) {
  if (web::is_alert_route(request)) return web::alert_route(request, store, settings, now);
  if (request.path == web::kFeedPath) return web::verdict_feed(request, store, settings.targets);
  intake::ReadOptions reading;
  Lending lending(aids);
  if (web::takes_document(request.method, request.path)) {
    if (const auto lent = lending.lend_to(reading); !lent) return web::problem(503, lent.error().message);
  }
  return web::figure_route(request, store, reading, now);
}

}  // namespace tradewatch::cli
