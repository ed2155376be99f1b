#include "service/web/figure_routes.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <limits>

#include "service/intake/digest.h"
#include "service/report/figure_json.h"
#include "service/report/tables.h"
#include "service/watch/figure_request.h"
#include "service/watch/import_document.h"
#include "service/web/api_answers.h"
#include "service/web/later_request.h"

namespace tradewatch::web {
namespace {

namespace json = boost::json;

constexpr std::string_view kFigures = "/api/v1/figures";
constexpr std::string_view kTargets = "/api/v1/targets/";
constexpr std::string_view kHistory = "/history";
constexpr std::size_t kMaxName = 200;  // bytes of a document's name

constexpr std::int64_t kAnyNumber = std::numeric_limits<std::int64_t>::max();

std::string text_asked(const Request& request, const std::string& name) { return asked(request, name).value_or(""); }

void link_next(Response& response, const Request& request, std::int64_t after) {
  response.headers.emplace_back(
      "Link", fmt::format("<{}?{}>; rel=\"next\"", request.path, query_with(request, "after", std::to_string(after))));
}

Response figures_in(const std::string& format, const std::vector<storage::Vintage>& figures) {
  if (format == "csv") {
    Response response;
    response.content_type = "text/csv; charset=utf-8; header=present";
    response.body = report::figures_csv(figures);
    return response;
  }
  if (format == "xlsx") return workbook(report::figures_sheet(figures));
  json::array list;
  for (const storage::Vintage& v : figures) list.push_back(report::figure_json(v));
  return ok_json(std::move(list));
}

Response list_figures(const Request& request, storage::Store& store) {
  const auto filter = watch::checked(watch::FigureRequest{
      text_asked(request, "source"), text_asked(request, "reporter"), text_asked(request, "partner"),
      text_asked(request, "flow"), text_asked(request, "commodity"), text_asked(request, "period")});
  if (!filter) return refused(filter.error());
  const auto limit = limit_asked(request);
  if (!limit) return limit.error();
  const auto after = number_asked(request, "after", 0, kAnyNumber, 0);
  if (!after) return after.error();
  const std::string format = text_asked(request, "format");
  if (!format.empty() && format != "csv" && format != "json" && format != "xlsx")
    return refused({{"format", "\"" + format + "\"", "csv, xlsx or json"}});

  auto page = store.vintages_page(*filter, {}, *after, static_cast<int>(*limit) + 1);
  if (!page) return store_problem(page.error());
  const bool more = page->size() > static_cast<std::size_t>(*limit);
  if (more) page->pop_back();
  Response response = figures_in(format, *page);
  if (more) link_next(response, request, page->back().kept.id);
  return response;
}

json::object assessment_row_json(const storage::AssessmentRow& row) {
  json::object o;
  o["at"] = trade::format_instant(row.at);
  o["sequence"] = row.sequence;
  if (row.release) o["release"] = trade::format_date(*row.release);
  o["verdict"] = row.verdict;
  if (row.probability) o["probability"] = *row.probability;
  return o;
}

Response list_history(const Request& request, const std::string& id, storage::Store& store) {
  const auto limit = limit_asked(request);
  if (!limit) return limit.error();
  const auto after = number_asked(request, "after", 0, kAnyNumber, -1);
  if (!after) return after.error();
  const auto rows = store.assessments(id);
  if (!rows) return store_problem(rows.error());
  if (rows->empty())
    return problem(404, "No target of that id was ever assessed; /api/v1/targets lists the targets and their ids.");
  json::array list;
  std::int64_t last = 0;
  for (const storage::AssessmentRow& row : *rows) {
    if (row.sequence <= *after) continue;
    // Assessments of one document under other settings stay together.
    if (list.size() >= static_cast<std::size_t>(*limit) && row.sequence != last) {
      Response response = ok_json(std::move(list));
      link_next(response, request, last);
      return response;
    }
    list.push_back(assessment_row_json(row));
    last = row.sequence;
  }
  return ok_json(std::move(list));
}

// What was said about how to read the document. `reading` has what the settings lend.
std::expected<intake::ReadOptions, watch::RequestFaults> options_of(const Request& request, intake::ReadOptions reading,
                                                                    trade::Instant now) {
  watch::RequestFaults faults;
  reading.document = asked(request, "name").value_or("posted");
  const bool plain =
      reading.document.size() <= kMaxName && !reading.document.contains('/') &&
      std::ranges::none_of(reading.document, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
  if (!plain) faults.push_back({"name", "no plain name", "the name of a file, up to 200 bytes, without a folder"});
  reading.default_source = text_asked(request, "source");
  reading.format = text_asked(request, "format");
  reading.taken_date = std::chrono::floor<std::chrono::days>(now);
  if (const auto published = asked(request, "published")) {
    reading.default_published = trade::parse_published(*published);
    if (!reading.default_published)
      faults.push_back({"published", "\"" + *published + "\"", "a date 2026-02-04 or a month 2026-02"});
  }
  const std::string dry = text_asked(request, "dry_run");
  if (!dry.empty() && dry != "true" && dry != "false")
    faults.push_back({"dry_run", "\"" + dry + "\"", "true or false"});
  if (!faults.empty()) return std::unexpected(std::move(faults));
  return reading;
}

Response answer_of(const intake::DocumentReport& report) {
  using Outcome = intake::DocumentReport::Outcome;
  if (report.outcome != Outcome::refused)
    return ok_json(to_json(report), report.outcome == Outcome::accepted ? 201 : 200);
  Response response = problem(422, "The document was refused, nothing of it is stored; `report` says where and why.");
  json::object document = json::parse(response.body).as_object();
  document["report"] = to_json(report);
  response.body = json::serialize(document) + "\n";
  return response;
}

Response take_document(const Request& request, storage::Store& store, const intake::ReadOptions& reading,
                       trade::Instant now) {
  if (request.body.empty())
    return problem(400, "There is no body: send a document of figures, such as a CSV file in the house format.");
  const auto options = options_of(request, reading, now);
  if (!options) return refused(options.error());
  const bool dry = text_asked(request, "dry_run") == "true";
  const auto report =
      watch::import_document(store, request.body, *options, now, dry ? watch::Dry::yes : watch::Dry::no);
  if (!report) return store_problem(report.error());
  return answer_of(*report);
}

bool is_key(std::string_view key) {
  return key.size() <= kMaxKey && std::ranges::all_of(key, [](char c) { return c > 0x20 && c < 0x7f; });
}

// The same request gets the same answer; nothing is done twice.
Response once(const Request& request, storage::Store& store, const intake::ReadOptions& reading, trade::Instant now) {
  const std::string key(header(request, "idempotency-key"));
  if (key.empty()) return take_document(request, store, reading, now);
  if (!is_key(key))
    return refused({{"Idempotency-Key", "something else", fmt::format("up to {} characters without spaces", kMaxKey)}});
  std::string all;
  for (const auto& [name, value] : request.query) all += query_value(name) + "=" + query_value(value) + "&";
  const std::string digest = intake::sha256_hex(all + "\n" + request.body);
  const auto before = store.answered(key);
  if (!before) return store_problem(before.error());
  if (const auto& known = *before) {
    if (known->sha256 != digest)
      return problem(422, fmt::format("This Idempotency-Key came at {} with another request; use a new key for a new "
                                      "document.",
                                      trade::format_instant(known->at)));
    const bool good = known->status < 300;
    return {.status = known->status,
            .content_type = good ? "application/json" : "application/problem+json",
            .headers = {{"Idempotency-Replayed", "true"}},
            .body = known->body};
  }
  Response response = take_document(request, store, reading, now);
  const bool may_end_otherwise = response.status >= 500;
  if (may_end_otherwise) return response;
  const auto kept = store.remember({key, digest, response.status, response.body, now});
  return kept ? response : store_problem(kept.error());
}

std::optional<std::string> history_id(const std::string& path) { return id_between(path, kTargets, kHistory); }

}  // namespace

bool is_figure_route(const Request& request) {
  return request.path == kFigures || history_id(request.path).has_value();
}

bool takes_document(std::string_view method, std::string_view path) { return method == "POST" && path == kFigures; }

Response figure_route(const Request& request, storage::Store& store, const intake::ReadOptions& reading,
                      trade::Instant now) {
  const bool reads = request.method == "GET";
  if (const auto id = history_id(request.path)) return reads ? list_history(request, *id, store) : only("GET, HEAD");
  if (reads) return list_figures(request, store);
  return request.method == "POST" ? once(request, store, reading, now) : only("GET, HEAD, POST");
}

}  // namespace tradewatch::web
