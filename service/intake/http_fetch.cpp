#include "service/intake/http_fetch.h"

#include <curl/curl.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <memory>

#include "models/trade/letters.h"
#include "service/intake/pull_request.h"
#include "service/intake/shown_text.h"

namespace tradewatch::intake {
namespace {

constexpr int kMaxRedirects = 5;
constexpr std::size_t kMaxHeaderBytes = 1024;  // of one that is kept; a longer one is as if it were absent
constexpr int kShown = 200;                    // characters of an error page

struct Free {
  void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
  void operator()(char* text) const { curl_free(text); }
};
template <typename T>
using Owned = std::unique_ptr<T, Free>;

// What comes in, within its limits.
struct Receiving {
  std::string body;
  std::size_t max_bytes = 0;
  bool too_large = false;
  const std::atomic<bool>* stop = nullptr;
};

std::size_t receive(char* bytes, std::size_t size, std::size_t count, void* to) {
  auto& receiving = *static_cast<Receiving*>(to);
  const std::size_t more = size * count;
  if (more > receiving.max_bytes - receiving.body.size()) {
    receiving.too_large = true;
    return 0;
  }
  receiving.body.append(bytes, more);
  return more;
}

int look_up(void* from, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  const auto* stop = static_cast<const Receiving*>(from)->stop;
  return stop != nullptr && *stop ? 1 : 0;
}

std::string part_of(const std::string& address, CURLUPart part) {
  const Owned<CURLU> url(curl_url());
  char* text = nullptr;
  if (!url || curl_url_set(url.get(), CURLUPART_URL, address.c_str(), 0) != CURLUE_OK) return {};
  if (curl_url_get(url.get(), part, &text, 0) != CURLUE_OK) return {};
  return trade::ascii_lower(Owned<char>(text).get());
}

std::string header_of(CURL* easy, const char* name) {
  curl_header* header = nullptr;
  if (curl_easy_header(easy, name, 0, CURLH_HEADER, -1, &header) != CURLHE_OK) return {};
  std::string value(header->value);
  const bool plain = std::all_of(value.begin(), value.end(), [](char c) { return c >= ' ' && c < 0x7f; });
  return plain && value.size() <= kMaxHeaderBytes ? value : std::string();
}

Owned<curl_slist> headers_of(const FetchRequest& request, bool own_host) {
  std::vector<std::string> lines = {"Accept: */*"};
  if (!request.etag.empty()) lines.push_back("If-None-Match: " + request.etag);
  if (!request.last_modified.empty()) lines.push_back("If-Modified-Since: " + request.last_modified);
  if (!request.key_header.empty() && own_host) lines.push_back(request.key_header + ": " + request.key);
  Owned<curl_slist> list;
  for (const std::string& line : lines) {
    curl_slist* longer = curl_slist_append(list.get(), line.c_str());
    if (longer == nullptr) throw std::bad_alloc();
    static_cast<void>(list.release());  // it is part of the longer one, or that itself
    list.reset(longer);
  }
  return list;
}

// All numbers that libcurl takes are `long`.
void set_up(CURL* easy, const FetchRequest& request, const std::string& address, curl_slist* headers,
            Receiving& receiving) {
  const bool encrypted = address.starts_with("https:");
  const auto seconds = static_cast<long>(request.timeout.count());
  curl_easy_setopt(easy, CURLOPT_URL, address.c_str());
  curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, encrypted ? "https" : "http");
  curl_easy_setopt(easy, CURLOPT_PROXY, "");
  curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
  curl_easy_setopt(easy, CURLOPT_TIMEOUT, seconds);
  curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT, std::min(seconds, 30L));
  curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, "gzip, deflate");
  curl_easy_setopt(easy, CURLOPT_USERAGENT, "tradewatch");
  curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers);
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &receive);
  curl_easy_setopt(easy, CURLOPT_WRITEDATA, &receiving);
  curl_easy_setopt(easy, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(easy, CURLOPT_XFERINFOFUNCTION, &look_up);
  curl_easy_setopt(easy, CURLOPT_XFERINFODATA, &receiving);
}

FetchFault transport_fault(CURLcode code, const char* words, const Receiving& receiving, const FetchRequest& request) {
  const std::string why = words[0] != '\0' ? words : curl_easy_strerror(code);
  if (receiving.too_large) {
    return {PullOutcome::too_large, "an answer of more than " + std::to_string(receiving.max_bytes) + " bytes", {}};
  }
  switch (code) {
    case CURLE_ABORTED_BY_CALLBACK:
      return {PullOutcome::stopped, "stopped", {}};
    case CURLE_OPERATION_TIMEDOUT:
      return {PullOutcome::timed_out, "no whole answer within " + std::to_string(request.timeout.count()) + " s", {}};
    case CURLE_PARTIAL_FILE:
    case CURLE_RECV_ERROR:
    case CURLE_GOT_NOTHING:
    case CURLE_BAD_CONTENT_ENCODING:
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_HTTP2:
    case CURLE_HTTP2_STREAM:
      return {PullOutcome::broken_off, "the answer broke off: " + why, {}};
    default:
      return {PullOutcome::unreachable, why, {}};
  }
}

// Cut only after the key is out: half a key must not be left.
std::string first_line(std::string_view body, const std::string& key) {
  const std::string begin = without_key(std::string(body.substr(0, body.find_first_of("\r\n"))), key);
  return begin.empty() ? "" : ": " + shown(begin, kShown);
}

FetchFault status_fault(CURL* easy, long status, std::string_view body, const std::string& key) {
  FetchFault fault{PullOutcome::odd_status, "HTTP status " + std::to_string(status) + first_line(body, key), {}};
  curl_off_t wait_s = 0;
  if (curl_easy_getinfo(easy, CURLINFO_RETRY_AFTER, &wait_s) == CURLE_OK && wait_s > 0) {
    fault.retry_after = std::chrono::seconds(wait_s);
    fault.text += " (asked to wait " + std::to_string(wait_s) + " s)";
  }
  if (status == 401 || status == 403) fault.outcome = PullOutcome::forbidden;
  if (status == 404 || status == 410) fault.outcome = PullOutcome::not_found;
  if (status == 429) fault.outcome = PullOutcome::rate_limited;
  if (status >= 500 && status <= 599) fault.outcome = PullOutcome::server_error;
  return fault;
}

// Where a redirect leads, or why nobody goes there.
std::expected<std::string, FetchFault> next_address(CURL* easy, const FetchRequest& request,
                                                    const std::string& address) {
  const char* to = nullptr;
  curl_easy_getinfo(easy, CURLINFO_REDIRECT_URL, &to);
  const auto refused = [](const std::string& why) {
    return std::unexpected(FetchFault{PullOutcome::redirected, "redirected " + why, {}});
  };
  if (to == nullptr) return refused("without an address");
  std::string next = to;
  const std::string host = part_of(next, CURLUPART_HOST);
  const std::string scheme = part_of(next, CURLUPART_SCHEME);
  if (std::find(request.hosts.begin(), request.hosts.end(), host) == request.hosts.end()) {
    return refused("to the host \"" + shown(without_key(host, request.key), kShown) +
                   "\", which allow_hosts does not name");
  }
  if (scheme != "https" && (scheme != "http" || address.starts_with("https:"))) return refused("away from https");
  return next;
}

std::expected<Answer, FetchFault> fetch_with_key(const FetchRequest& request, std::string address) {
  static const CURLcode ready = curl_global_init(CURL_GLOBAL_DEFAULT);  // once for all threads
  if (ready != CURLE_OK) return std::unexpected(FetchFault{PullOutcome::unreachable, curl_easy_strerror(ready), {}});
  const std::string own_host = part_of(address, CURLUPART_HOST);
  for (int redirects = 0; redirects <= kMaxRedirects; ++redirects) {
    const Owned<CURL> easy(curl_easy_init());
    if (!easy) throw std::bad_alloc();
    Receiving receiving{{}, request.max_bytes, false, request.stop};
    std::array<char, CURL_ERROR_SIZE> words{};
    const auto headers = headers_of(request, part_of(address, CURLUPART_HOST) == own_host);
    set_up(easy.get(), request, address, headers.get(), receiving);
    curl_easy_setopt(easy.get(), CURLOPT_ERRORBUFFER, words.data());
    const CURLcode code = curl_easy_perform(easy.get());
    if (code != CURLE_OK) return std::unexpected(transport_fault(code, words.data(), receiving, request));
    long status = 0;
    curl_easy_getinfo(easy.get(), CURLINFO_RESPONSE_CODE, &status);
    if (status == 200 || status == 203 || status == 204 || status == 304) {
      Answer answer;
      if (status == 204) answer.kind = Answer::Kind::no_content;
      if (status == 304) answer.kind = Answer::Kind::not_modified;
      answer.body = std::move(receiving.body);
      answer.media = header_of(easy.get(), "Content-Type");
      answer.etag = header_of(easy.get(), "ETag");
      answer.last_modified = header_of(easy.get(), "Last-Modified");
      return answer;
    }
    if (status < 300 || status > 399)
      return std::unexpected(status_fault(easy.get(), status, receiving.body, request.key));
    auto next = next_address(easy.get(), request, address);
    if (!next) return std::unexpected(std::move(next.error()));
    address = *std::move(next);
  }
  return std::unexpected(
      FetchFault{PullOutcome::redirected, "redirected more than " + std::to_string(kMaxRedirects) + " times", {}});
}

}  // namespace

std::expected<Answer, FetchFault> fetch(const FetchRequest& request) {
  constexpr std::string_view kPlace = "{key}";
  std::string address = request.url;
  const std::string key = in_address(request.key);
  for (std::size_t at = 0; (at = address.find(kPlace, at)) != std::string::npos; at += key.size()) {
    address.replace(at, kPlace.size(), key);
  }
  auto answer = fetch_with_key(request, std::move(address));
  if (!answer) {
    answer.error().text = without_key(std::move(answer.error().text), request.key);
    return answer;
  }
  for (std::string* text : {&answer->body, &answer->media, &answer->etag, &answer->last_modified}) {
    *text = without_key(std::move(*text), request.key);
  }
  return answer;
}

std::expected<std::string, std::string> read_key(const std::filesystem::path& file) {
  constexpr std::size_t kLeast = 8;
  constexpr std::size_t kMost = 4096;
  std::ifstream in(file, std::ios::binary);
  std::string key(kMost + 2, '\0');
  in.read(key.data(), static_cast<std::streamsize>(key.size()));
  if (!in.is_open() || in.bad()) return std::unexpected(file.string() + ": the key cannot be read");
  key.resize(static_cast<std::size_t>(in.gcount()));
  while (!key.empty() && (key.back() == '\n' || key.back() == '\r' || key.back() == ' ')) key.pop_back();
  const bool plain = std::all_of(key.begin(), key.end(), [](char c) { return c > ' ' && c < 0x7f; });
  if (key.size() >= kLeast && key.size() <= kMost && plain) return key;
  return std::unexpected(file.string() + ": found no key, expected one line of 8 to 4096 letters, digits and signs");
}

}  // namespace tradewatch::intake
