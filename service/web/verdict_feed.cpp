#include "service/web/verdict_feed.h"

#include <fmt/format.h>

#include <algorithm>

#include "service/charts/svg_text.h"
#include "service/web/api_answers.h"
#include "service/web/language_choice.h"
#include "service/web/name_uuid.h"
#include "service/web/pages.h"
#include "service/wording/subscription_words.h"

namespace tradewatch::web {
namespace {

using charts::escaped;
using wording::Language;

constexpr std::string_view kNever = "1970-01-01T00:00:00Z";  // of a feed to which nothing was ever added

std::string element(std::string_view name, std::string_view text) {
  return fmt::format("<{0}>{1}</{0}>\n", name, escaped(text));
}

std::string link(std::string_view relation, std::string_view type, const std::string& address) {
  return fmt::format("<link rel=\"{}\" type=\"{}\" href=\"{}\"/>\n", relation, type, escaped(address));
}

std::string urn(std::string_view name) { return "urn:uuid:" + name_uuid(name); }

wording::VerdictNews news_of(const storage::VerdictChange& change) {
  const auto verdict = [](const std::string& name) {
    return targets::parse_verdict(name).value_or(targets::Verdict::unknown);
  };
  return {.before = change.before ? std::optional(verdict(*change.before)) : std::nullopt,
          .verdict = verdict(change.verdict),
          .probability = change.probability,
          .published = change.release};
}

std::string entry(const storage::VerdictChange& change, const std::string& title, const std::string& origin,
                  Language language) {
  const wording::VerdictNews news = news_of(change);
  const std::string at = trade::format_instant(change.at);
  std::string out = "<entry>\n";
  out += element("id",
                 urn(fmt::format("verdict {} {} {} {}", change.target, change.sequence, change.settings_digest, at)));
  out += element("title", wording::verdict_news_title(title, news, language));
  out += element("updated", at);
  out += link("alternate", "text/html", origin + "/targets/" + segment(change.target));
  out += fmt::format("<category term=\"{}\"/>\n", escaped(change.verdict));
  out += element("summary", wording::verdict_news_text(news, language));
  return out + "</entry>\n";
}

// Everything of the feed before its entries.
std::string head(const Request& request, const std::string& id, std::string_view updated, Language language) {
  const std::string origin = origin_of(request);
  std::string query;
  for (const char* name : {"target", "lang"}) {
    if (const auto value = asked(request, name))
      query += fmt::format("{}{}={}", query.empty() ? "?" : "&", name, query_value(*value));
  }
  std::string out = fmt::format(
      "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n",
      wording::name_of(language));
  out += element("id", id);
  out += element("title", wording::feed_title(language));
  out += element("updated", updated);
  out += "<author><name>tradewatch</name></author>\n<generator>tradewatch</generator>\n";
  out += link("self", "application/atom+xml", origin + std::string(kFeedPath) + query);
  return out + link("alternate", "text/html", origin + "/");
}

}  // namespace

Response verdict_feed(const Request& request, storage::Store& store, const std::vector<targets::Target>& watched) {
  if (request.method != "GET") return only("GET, HEAD");
  const auto language = language_of(request);
  if (!language) return language.error();
  const auto one = asked(request, "target");
  if (one && std::ranges::find(watched, *one, &targets::Target::id) == watched.end())
    return problem(404, "There is no target of that id; /api/v1/targets lists the targets and their ids.");
  const auto changes = store.verdict_changes(one, kFeedEntries);
  if (!changes) return store_problem(changes.error());
  const auto begun = store.first_taken();
  if (!begun) return store_problem(begun.error());
  // Two services may watch the same target: the moment at which a store began tells their feeds apart.
  const std::string since = *begun ? trade::format_instant(**begun) : "";
  std::string entries;
  std::string updated(kNever);
  for (const storage::VerdictChange& change : *changes) {
    const auto target = std::ranges::find(watched, change.target, &targets::Target::id);
    if (target == watched.end()) continue;
    if (entries.empty()) updated = trade::format_instant(change.at);
    entries += entry(change, target->title.empty() ? target->id : target->title, origin_of(request), *language);
  }
  Response response;
  response.content_type = "application/atom+xml; charset=utf-8";
  response.body =
      head(request, urn("feed " + since + " " + one.value_or("")), updated, *language) + entries + "</feed>\n";
  tell_language(response, *language);
  return response;
}

}  // namespace tradewatch::web
