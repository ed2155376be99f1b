#include "service/delivery/http_post.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "models/trade/letters.h"
#include "service/intake/shown_text.h"

namespace tradewatch::delivery {
namespace {

constexpr int kShown = 200;  // characters of an answer in a fault
constexpr std::size_t kMaxDigits = 18;

std::string header_of(CURL* easy, const char* name) {
  curl_header* header = nullptr;
  if (curl_easy_header(easy, name, 0, CURLH_HEADER, -1, &header) != CURLHE_OK) return {};
  return header->value;
}

std::string status_words(long status, const Post& post, std::string_view body) {
  std::string words = "HTTP status " + std::to_string(status);
  const std::string_view line = body.substr(0, body.find_first_of("\r\n"));
  if (!post.url_is_secret && !line.empty()) words += ": " + intake::shown(line, kShown);
  return words;
}

DeliveryFault status_fault(CURL* easy, long status, std::string words, trade::Instant now) {
  DeliveryFault fault{.found = std::move(words), .expected = "a status of 2xx", .todo = "look at the receiver's log"};
  fault.permanent = is_permanent_status(status);
  if (status >= 300 && status < 400) {
    fault.expected = "an answer of the address itself; redirects are not followed";
    fault.todo = "name the address that it leads to in the settings";
  }
  if (status == 401 || status == 403 || status == 407) fault.todo = "see that receiver and settings have the same key";
  if (!fault.permanent) fault.retry_after = parse_retry_after(header_of(easy, "Retry-After"), now);
  if (fault.retry_after) fault.found += fmt::format(" (asked to wait {} s)", fault.retry_after->count());
  return fault;
}

}  // namespace

std::optional<std::chrono::seconds> parse_retry_after(const std::string& value, trade::Instant now) {
  if (trade::all_digits(value)) {
    // So many digits are an absurd wait, whatever they say; the dispatcher caps it.
    if (value.size() > kMaxDigits) return std::chrono::days(365);
    return std::chrono::seconds(std::stoll(value));
  }
  const time_t date = curl_getdate(value.c_str(), nullptr);
  if (date < 0) return std::nullopt;
  const auto wait = std::chrono::ceil<std::chrono::seconds>(std::chrono::sys_seconds(std::chrono::seconds(date)) - now);
  if (wait <= std::chrono::seconds(0)) return std::nullopt;
  return wait;
}

bool is_permanent_status(long status) {
  constexpr std::array kMended = {401L, 403L, 407L, 408L, 409L, 421L, 423L, 425L, 429L};
  return status >= 400 && status < 500 && std::ranges::find(kMended, status) == kMended.end();
}

Delivery post(CurlHandle& handle, const Post& post, trade::Instant now) {
  CURL* easy = handle.prepare(post.url, "http,https", kMaxAnswerBytes);
  // Without "Expect: 100-continue", which some receivers leave unanswered.
  std::vector<std::string> lines = {"Content-Type: application/json", "Accept: */*", "Expect:"};
  lines.insert(lines.end(), post.headers.begin(), post.headers.end());
  const TextList headers(lines);
  curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(easy, CURLOPT_POST, 1L);
  curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(post.body.size()));
  curl_easy_setopt(easy, CURLOPT_POSTFIELDS, post.body.c_str());
  const CURLcode code = handle.perform();
  const long status = handle.status();
  const bool taken = status >= 200 && status < 300;  // also when the rest of the answer never came
  if (code != CURLE_OK && !taken) {
    return std::unexpected(DeliveryFault{.found = handle.fault_words(code),
                                         .expected = "an answer with a status of 2xx",
                                         .todo = "see that the receiver runs and can be reached from here"});
  }
  std::string words = status_words(status, post, handle.said());
  if (taken) return Receipt{std::move(words)};
  return std::unexpected(status_fault(easy, status, std::move(words), now));
}

}  // namespace tradewatch::delivery
