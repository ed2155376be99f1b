#include "service/web/door.h"

#include <fmt/format.h>
#include <openssl/sha.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <exception>

#include "service/charts/fan_chart.h"
#include "service/delivery/base64.h"
#include "service/report/weekly.h"
#include "service/web/figure_routes.h"

namespace tradewatch::web {

namespace {

// Told to anybody: a monitor needs no token.
constexpr std::array<std::string_view, 3> kHealth = {"/healthz", "/readyz", "/api/v1/health"};

using Digest = std::array<unsigned char, SHA256_DIGEST_LENGTH>;

Digest sha256(std::string_view bytes) {
  Digest digest{};
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest.data());
  return digest;
}

// A style block's digest as a policy names it.
std::string source_of(std::string_view style) {
  const Digest digest = sha256(style);
  return delivery::to_base64({reinterpret_cast<const char*>(digest.data()), digest.size()});
}

bool is_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// Four numbers of one to three digits, the first of them 127: enough to know that it is no name from elsewhere.
bool is_loopback_ipv4(std::string_view host) {
  if (!host.starts_with("127.")) return false;
  int parts = 0;
  while (true) {
    const std::size_t dot = host.find('.');
    const std::string_view part = host.substr(0, dot);
    if (!is_digits(part) || part.size() > 3) return false;
    ++parts;
    if (dot == std::string_view::npos) return parts == 4;
    host.remove_prefix(dot + 1);
  }
}

}  // namespace

bool names_this_machine(std::string_view host) {
  if (host.starts_with('[')) {
    if (!host.starts_with("[::1]")) return false;
    host.remove_prefix(5);
    return host.empty() || (host.front() == ':' && is_digits(host.substr(1)));
  }
  if (const std::size_t colon = host.rfind(':'); colon != std::string_view::npos) {
    if (!is_digits(host.substr(colon + 1))) return false;
    host = host.substr(0, colon);
  }
  if (host.ends_with('.')) host.remove_suffix(1);
  std::string name(host);
  std::transform(name.begin(), name.end(), name.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return name == "localhost" || is_loopback_ipv4(name);
}

std::string etag_of(std::string_view body) {
  std::string etag = "\"";
  for (const unsigned char byte : sha256(body)) fmt::format_to(std::back_inserter(etag), "{:02x}", byte);
  return etag + '"';
}

bool matches(std::string_view if_none_match, std::string_view etag) {
  while (!if_none_match.empty()) {
    const std::size_t comma = if_none_match.find(',');
    std::string_view one = if_none_match.substr(0, comma);
    while (one.starts_with(' ') || one.starts_with('\t')) one.remove_prefix(1);
    while (one.ends_with(' ') || one.ends_with('\t')) one.remove_suffix(1);
    if (one.starts_with("W/")) one.remove_prefix(2);
    if (one == "*" || one == etag) return true;
    if (comma == std::string_view::npos) break;
    if_none_match.remove_prefix(comma + 1);
  }
  return false;
}

const std::string& content_security_policy() {
  static const std::string policy = fmt::format(
      "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self' 'sha256-{}' 'sha256-{}'; img-src "
      "'self'; base-uri 'none'; form-action 'self'; "
      "frame-ancestors 'none'",
      source_of(charts::stylesheet()), source_of(report::weekly_stylesheet()));
  return policy;
}

Response sealed(Response response) {
  response.headers.emplace_back("Content-Security-Policy", content_security_policy());
  response.headers.emplace_back("X-Content-Type-Options", "nosniff");
  response.headers.emplace_back("X-Frame-Options", "DENY");
  response.headers.emplace_back("Referrer-Policy", "no-referrer");
  response.headers.emplace_back("Cross-Origin-Resource-Policy", "same-origin");
  response.headers.emplace_back("Cache-Control", "private, no-cache");
  return response;
}

std::optional<Response> Door::turned_away(const Request& request, trade::Instant now) {
  const bool tells_health = std::ranges::find(kHealth, std::string_view(request.path)) != kHealth.end();
  if (!tokens_ && !names_this_machine(header(request, "host"))) {
    return problem(421, "This service answers to localhost, 127.0.0.1 and [::1] only; use one of them.");
  }
  if (tokens_ && !tells_health) {
    if (auto refused = without_token(request, now)) return refused;
  }
  return from_elsewhere(request);
}

std::optional<Response> Door::without_token(const Request& request, trade::Instant now) {
  const std::string_view authorization = header(request, "authorization");
  if (const Token* token = tokens_->find(authorization)) {
    const bool reads = request.method == "GET" || request.method == "HEAD";
    if (reads || token->scope == Scope::write) return std::nullopt;
    return problem(
        403, fmt::format("The token {} may read only; what changes something needs one that may write.", token->name));
  }
  if (!authorization.empty()) {
    if (wrong_.size() >= kAddressesWatched && !wrong_.contains(request.remote)) wrong_.clear();
    Wrong& wrong = wrong_[request.remote];
    if (now - wrong.since >= kWrongTokensIn || now < wrong.since) wrong = {0, now};
    if (++wrong.times > kWrongTokens) {
      Response response = problem(429, "Too many wrong tokens came from this address; wait a minute.");
      response.headers.emplace_back("Retry-After", std::to_string(kWrongTokensIn.count()));
      return response;
    }
    spdlog::warn("wrong token from={} times={}", request.remote, wrong.times);
  }
  Response response = problem(401, "Send a token: `Authorization: Bearer TOKEN`, or as the password in a browser.");
  response.headers.emplace_back("WWW-Authenticate", R"(Basic realm="tradewatch", charset="UTF-8")");
  return response;
}

// A browser sends a password by itself, also for another site's page; a bearer token only who means it.
std::optional<Response> Door::from_elsewhere(const Request& request) const {
  if (request.method == "GET" || request.method == "HEAD") return std::nullopt;
  const std::string_view host = header(request, "host");
  const std::string_view origin = header(request, "origin");
  const std::string own = scheme_ + "://";
  const bool own_page = origin.empty() ? header(request, "sec-fetch-site") == "same-origin"
                                       : origin.starts_with(own) && origin.substr(own.size()) == host;
  const bool meant = tokens_ && origin.empty() && header(request, "authorization").substr(0, 6) == "Bearer";
  if (!own_page && !meant) {
    return problem(403, fmt::format("What changes something must come from this service's own pages; a program sends "
                                    "`Origin: {}{}`.",
                                    own, host));
  }
  const std::string_view type = header(request, "content-type");
  if (!request.body.empty() && !takes_document(request.method, request.path) &&
      type.substr(0, type.find(';')) != "application/json") {
    return problem(415, "The body must be JSON: send `Content-Type: application/json`.");
  }
  return std::nullopt;
}

Response made_by(const Handler& handler, const Request& request) {
  try {
    return handler(request);
  } catch (const std::exception& thrown) {
    spdlog::error("{} {} failed: {}", request.method, request.path, thrown.what());
    return problem(500, "The page could not be made; the daemon's log says why.");
  }
}

Response finished(const Request& request, Response response) {
  const bool reads = request.method == "GET" || request.method == "HEAD";
  if (response.status == 200 && reads) {
    const std::string etag = etag_of(response.body);
    response.headers.emplace_back("ETag", etag);
    if (matches(header(request, "if-none-match"), etag)) {
      response.status = 304;
      response.body.clear();
    }
  }
  return sealed(std::move(response));
}

Response answer(const Request& request, const Handler& handler) {
  if (request.method != "HEAD") return finished(request, made_by(handler, request));
  Request as_get = request;
  as_get.method = "GET";
  return finished(request, made_by(handler, as_get));
}

}  // namespace tradewatch::web
