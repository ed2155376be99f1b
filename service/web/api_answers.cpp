#include "service/web/api_answers.h"

#include <fmt/format.h>

#include <boost/json.hpp>
#include <charconv>

#include "service/web/finite_json.h"

namespace tradewatch::web {
namespace {

namespace json = boost::json;

constexpr std::string_view kRetryAfterS = "5";

}  // namespace

std::optional<std::string> asked(const Request& request, const std::string& name) {
  const auto found = request.query.find(name);
  return found == request.query.end() || found->second.empty() ? std::nullopt : std::optional(found->second);
}

std::expected<std::int64_t, Response> number_asked(const Request& request, const std::string& name, std::int64_t from,
                                                   std::int64_t to, std::int64_t absent) {
  const auto given = request.query.find(name);
  if (given == request.query.end()) return absent;
  const std::string& text = given->second;
  std::int64_t number = 0;
  const char* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, number);
  if (read.ec != std::errc() || read.ptr != end || number < from || number > to)
    return std::unexpected(problem(400, fmt::format("{}: expected a number from {} to {}.", name, from, to)));
  return number;
}

std::expected<std::int64_t, Response> limit_asked(const Request& request) {
  return number_asked(request, "limit", 1, kMaxPageLimit, kMaxPageLimit);
}

std::string query_value(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool plain =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
    out += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return out;
}

std::string query_with(const Request& request, const std::string& name, const std::string& value) {
  std::string out;
  auto query = request.query;
  query[name] = value;
  for (const auto& [one, its] : query) out += (out.empty() ? "" : "&") + query_value(one) + "=" + query_value(its);
  return out;
}

Response ok_json(json::value value, int status) {
  drop_non_finite(value);
  return {.status = status, .content_type = "application/json", .headers = {}, .body = json::serialize(value) + "\n"};
}

Response workbook(const report::Spreadsheet& sheet) {
  auto bytes = report::xlsx_of(sheet);
  if (!bytes) return problem(500, "The workbook could not be written: " + bytes.error());
  Response response;
  response.content_type = report::kXlsxMedia;
  response.body = std::move(*bytes);
  return response;
}

Response store_problem(const storage::StoreFault& fault) {
  Response response = problem(503, fmt::format("{}: {}; {}.", fault.where, fault.found, fault.todo));
  response.headers.emplace_back("Retry-After", kRetryAfterS);
  return response;
}

Response refused(const watch::RequestFaults& faults) {
  Response response = problem(400, "The request is not as it should be; `errors` says what to change.");
  json::object document = json::parse(response.body).as_object();
  json::array errors;
  for (const watch::RequestFault& f : faults)
    errors.push_back(json::object{{"field", f.field}, {"found", f.found}, {"expected", f.expected}});
  document["errors"] = std::move(errors);
  response.body = json::serialize(document) + "\n";
  return response;
}

Response only(std::string_view methods) {
  Response response = problem(405, fmt::format("Use {} at this address.", methods));
  response.headers.emplace_back("Allow", std::string(methods));
  return response;
}

}  // namespace tradewatch::web
