#include "service/web/later_request.h"

#include <fmt/format.h>

#include <array>
#include <string_view>
#include <utility>

#include "service/web/chart_forms.h"
#include "service/web/language_choice.h"

namespace tradewatch::web {
namespace {

constexpr std::string_view kTargets = "/targets/";
constexpr std::array kDrawings = {std::pair(LaterPage::chart, std::string_view("chart")),
                                  std::pair(LaterPage::mirror, std::string_view("mirror")),
                                  std::pair(LaterPage::history, std::string_view("history"))};

// Answered at once from what is known now, but for a picture or a workbook.
bool is_at_hand(const LaterRequest& page) {
  switch (page.page) {
    case LaterPage::overview:
    case LaterPage::target:
      return true;
    case LaterPage::chart:
    case LaterPage::mirror:
      return page.form != "png" && page.form != "xlsx";
    case LaterPage::history:
    case LaterPage::explanation:
    case LaterPage::record:
      return false;
  }
  return false;
}

std::string given(const Request& request, const std::string& name) {
  const auto found = request.query.find(name);
  return found == request.query.end() ? std::string() : found->second;
}

// Which page an address is of, whatever its moment.
std::optional<LaterRequest> addressed(const std::string& path) {
  if (path == "/") return LaterRequest{.page = LaterPage::overview};
  if (const auto id = id_between(path, kTargets, "")) return LaterRequest{.page = LaterPage::target, .id = *id};
  if (const auto id = id_between(path, kTargets, "/history"))
    return LaterRequest{.page = LaterPage::history, .id = *id};
  if (const auto id = id_between(path, kTargets, "/explain.txt")) {
    return LaterRequest{.page = LaterPage::explanation, .id = *id};
  }
  for (const std::string_view form : kChartForms) {
    if (path == fmt::format("/record.{}", form))
      return LaterRequest{.page = LaterPage::record, .form = std::string(form)};
    for (const auto& [page, name] : kDrawings) {
      const auto id = id_between(path, kTargets, fmt::format("/{}.{}", name, form));
      if (id) return LaterRequest{.page = page, .id = *id, .form = std::string(form)};
    }
  }
  return std::nullopt;
}

std::optional<wording::Language> request_language(const LaterRequest& page, const Request& request) {
  const auto asked = language_asked(request);
  if (!asked) return std::nullopt;
  if (!page.form.empty()) return chart_language(page.form, *asked);
  return *language_of(request);
}

}  // namespace

std::optional<LaterRequest> later_request(const Request& request) {
  if (request.method != "GET" && request.method != "HEAD") return std::nullopt;
  std::optional<LaterRequest> asked = addressed(request.path);
  if (!asked) return std::nullopt;
  asked->as_of = given(request, "as_of");
  asked->as_published = given(request, "as_published");
  const auto language = request_language(*asked, request);
  if (!language) return std::nullopt;
  asked->language = *language;
  asked->language_asked = request.query.contains("lang");
  asked->path = request.path;
  asked->narrow = given(request, "size") == "narrow";
  const bool past = request.query.contains("as_of") || request.query.contains("as_published");
  return past || !is_at_hand(*asked) ? asked : std::nullopt;
}

std::optional<std::string> id_between(const std::string& path, std::string_view prefix, std::string_view suffix) {
  if (path.size() <= prefix.size() + suffix.size() || !path.starts_with(prefix) || !path.ends_with(suffix)) {
    return std::nullopt;
  }
  std::string id = path.substr(prefix.size(), path.size() - prefix.size() - suffix.size());
  if (id.find('/') != std::string::npos) return std::nullopt;
  return id;
}

}  // namespace tradewatch::web
