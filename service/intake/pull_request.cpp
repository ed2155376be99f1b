#include "service/intake/pull_request.h"

namespace tradewatch::intake {
namespace {

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size()) {
    text.replace(at, from.size(), to);
  }
  return text;
}

bool has(const settings::Pull& pull, std::string_view place) { return pull.url.find(place) != std::string::npos; }

// `month` is empty for a whole year.
PullRequest request(const settings::Pull& pull, const std::string& period, const std::string& month) {
  std::string url = replaced(pull.url, "{period}", period);
  url = replaced(std::move(url), "{year}", std::string_view(period).substr(0, 4));
  return {period, replaced(std::move(url), "{month}", month)};
}

}  // namespace

std::vector<PullRequest> requests_of(const settings::Pull& pull, trade::Date today) {
  const trade::Month now = trade::month_of(today);
  std::vector<PullRequest> requests;
  if (has(pull, "{period}") || has(pull, "{month}")) {
    for (int back = 0; back <= pull.back; ++back) {
      const std::string period = trade::format_month(now - 1 - back);
      requests.push_back(request(pull, period, period.substr(5)));
    }
  } else if (has(pull, "{year}")) {
    for (int back = 0; back <= pull.back; ++back) {
      requests.push_back(request(pull, trade::format_month({now.year() - back, 1}).substr(0, 4), ""));
    }
  } else {
    const std::string from = trade::format_month(now - pull.months) + "-01";
    requests.push_back({"", replaced(replaced(pull.url, "{from}", from), "{to}", trade::format_date(today))});
  }
  return requests;
}

std::string without_key(std::string text, std::string_view key) {
  if (key.empty()) return text;
  text = replaced(std::move(text), key, "{key}");
  return replaced(std::move(text), in_address(key), "{key}");
}

std::string in_address(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string written;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                       c == '.' || c == '_' || c == '~';
    if (plain) {
      written += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    written += '%';
    written += kDigits[byte >> 4U];
    written += kDigits[byte & 15U];
  }
  return written;
}

}  // namespace tradewatch::intake
