#include "service/web/openapi.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <cctype>
#include <stdexcept>

#include "service/web/embedded.h"
#include "service/web/message.h"
#include "service/web/operations.h"

namespace tradewatch::web {
namespace {

namespace json = boost::json;

constexpr std::string_view kList = "[]";

bool takes(const Operation& o, std::string_view parameter) {
  return std::ranges::find(o.parameters, parameter) != o.parameters.end();
}

// Makes the paths of the components' document.
class Paths {
 public:
  explicit Paths(const json::object& components) : components_(components) {}

  json::object made() const {
    json::object paths;
    for (const Operation& o : operations()) {
      std::string method(o.method);
      std::ranges::transform(method, method.begin(), [](unsigned char c) { return std::tolower(c); });
      json::value& path = paths[o.path];
      if (path.is_null()) path.emplace_object();
      path.as_object()[method] = operation(o);
    }
    return paths;
  }

 private:
  json::object reference(std::string_view kind, std::string_view name) const {
    const json::value* all = components_.if_contains(kind);
    if (all == nullptr || !all->as_object().contains(name))
      throw std::logic_error(fmt::format("templates/openapi.json has no {} {}", kind, name));
    return {{"$ref", fmt::format("#/components/{}/{}", kind, name)}};
  }

  json::array parameters(const Operation& o) const {
    json::array out;
    for (std::size_t open = o.path.find('{'); open != std::string_view::npos; open = o.path.find('{', open + 1))
      out.push_back(reference("parameters", o.path.substr(open + 1, o.path.find('}', open) - open - 1)));
    for (const std::string_view name : o.parameters) out.push_back(reference("parameters", name));
    return out;
  }

  json::object schema(std::string_view name) const {
    if (name.empty()) return {{"type", "string"}};
    if (!name.ends_with(kList)) return reference("schemas", name);
    name.remove_suffix(kList.size());
    return {{"type", "array"}, {"items", reference("schemas", name)}};
  }

  json::object headers(const Operation& o, int status) const {
    json::object out;
    if (o.method == "GET" && o.answers.front().media != "text/event-stream") out["ETag"] = reference("headers", "ETag");
    if (takes(o, "limit")) out["Link"] = reference("headers", "Link");
    if (takes(o, "lang")) out["Content-Language"] = reference("headers", "Content-Language");
    if (takes(o, "Idempotency-Key")) out["Idempotency-Replayed"] = reference("headers", "Idempotency-Replayed");
    if (status == 201 && o.parameters.empty()) out["Location"] = reference("headers", "Location");
    return out;
  }

  json::object responses(const Operation& o) const {
    json::object out;
    for (const Answer& answer : o.answers) {
      json::value& response = out[std::to_string(answer.status)];
      if (response.is_null()) {
        response = {{"description", status_phrase(answer.status)}, {"content", json::object()}};
        if (json::object told = headers(o, answer.status); !told.empty())
          response.as_object()["headers"] = std::move(told);
      }
      response.as_object()["content"].as_object()[answer.media] = {{"schema", schema(answer.schema)}};
    }
    if (o.method == "GET") out["304"] = reference("responses", "NotModified");
    for (const char* fault : {"4XX", "5XX"}) out[fault] = reference("responses", "Problem");
    return out;
  }

  json::object operation(const Operation& o) const {
    json::object out = {{"operationId", o.id}, {"tags", {o.tag}}, {"summary", o.summary}};
    if (json::array all = parameters(o); !all.empty()) out["parameters"] = std::move(all);
    if (!o.body.empty()) out["requestBody"] = reference("requestBodies", o.body);
    out["responses"] = responses(o);
    return out;
  }

  const json::object& components_;
};

}  // namespace

json::object openapi_document() {
  json::object document = json::parse(embedded::openapi_json).as_object();
  document["paths"] = Paths(document.at("components").as_object()).made();
  return document;
}

const std::string& openapi_text() {
  static const std::string text = json::serialize(openapi_document()) + "\n";
  return text;
}

}  // namespace tradewatch::web
