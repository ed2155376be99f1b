#include "service/watch/figure_request.h"

#include "models/trade/country.h"

namespace tradewatch::watch {
namespace {

std::string quoted(const std::string& text) { return "\"" + text + "\""; }

void check_country(const std::string& field, const std::string& text, std::optional<trade::Country>& into,
                   RequestFaults& faults) {
  if (text.empty()) return;
  const auto found = trade::find_country(text);
  if (found) {
    into = *found;
    return;
  }
  std::string nearest;
  for (const std::string& name : found.error().nearest) nearest += (nearest.empty() ? "" : ", ") + name;
  faults.push_back({field, quoted(text), "a country" + (nearest.empty() ? "" : "; did you mean " + nearest + "?")});
}

}  // namespace

std::expected<storage::FigureFilter, RequestFaults> checked(const FigureRequest& request) {
  storage::FigureFilter filter;
  RequestFaults faults;
  if (!request.source.empty()) filter.source = request.source;
  if (!request.commodity.empty()) filter.commodity = request.commodity;
  check_country("reporter", request.reporter, filter.reporter, faults);
  check_country("partner", request.partner, filter.partner, faults);
  if (!request.flow.empty()) {
    filter.flow = trade::parse_flow(request.flow);
    if (!filter.flow)
      faults.push_back({"flow", quoted(request.flow), "export, import, re-export, re-import or two-way"});
  }
  if (!request.period.empty()) {
    const auto span = trade::parse_period(request.period);
    if (span) {
      filter.first = span->first;
      filter.last = span->last;
    } else {
      faults.push_back({"period", quoted(request.period), span.error().expected});
    }
  }
  if (!faults.empty()) return std::unexpected(std::move(faults));
  return filter;
}

}  // namespace tradewatch::watch
