#include "service/web/language_choice.h"

#include <charconv>

namespace tradewatch::web {
namespace {

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

// Of `ru;q=0.8`; one that is not written as a number counts for nothing.
double weight_of(std::string_view part) {
  const std::size_t semicolon = part.find(';');
  if (semicolon == std::string_view::npos) return 1.0;
  const std::string_view parameter = trimmed(part.substr(semicolon + 1));
  if (!parameter.starts_with("q=")) return 1.0;
  const std::string_view digits = parameter.substr(2);
  double weight = 0.0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), weight);
  return error == std::errc() ? weight : 0.0;
}

}  // namespace

std::optional<wording::Language> preferred_language(std::string_view header) {
  std::optional<wording::Language> best;
  double best_weight = 0.0;
  while (!header.empty()) {
    const std::size_t comma = header.find(',');
    const std::string_view part = trimmed(header.substr(0, comma));
    const auto language = wording::parse_language(trimmed(part.substr(0, part.find(';'))));
    const double weight = weight_of(part);
    if (language && weight > best_weight) {
      best = language;
      best_weight = weight;
    }
    header.remove_prefix(comma == std::string_view::npos ? header.size() : comma + 1);
  }
  return best;
}

std::expected<std::optional<wording::Language>, Response> language_asked(const Request& request) {
  const auto asked = request.query.find("lang");
  if (asked == request.query.end()) return std::nullopt;
  if (const auto language = wording::parse_language(asked->second)) return language;
  return std::unexpected(problem(400, "lang: expected one of en, ur, kk, ru."));
}

std::expected<wording::Language, Response> language_of(const Request& request) {
  const auto asked = language_asked(request);
  if (!asked) return std::unexpected(asked.error());
  if (*asked) return **asked;
  return preferred_language(header(request, "accept-language")).value_or(wording::Language::en);
}

void tell_language(Response& response, wording::Language language) {
  response.headers.emplace_back("Content-Language", std::string(wording::name_of(language)));
  response.headers.emplace_back("Vary", "Accept-Language");
}

}  // namespace tradewatch::web
