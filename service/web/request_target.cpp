#include "service/web/request_target.h"

#include <algorithm>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

namespace tradewatch::web {

namespace {

bool has_control(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7f;
  });
}

}  // namespace

std::optional<RequestTarget> parse_request_target(std::string_view target) {
  const auto parsed = boost::urls::parse_origin_form(boost::urls::string_view(target.data(), target.size()));
  if (!parsed) return std::nullopt;
  RequestTarget result;
  // The encoded segments first: once decoded, a %2F and a real slash look the same.
  for (const auto& segment : parsed->encoded_segments()) {
    std::string decoded;
    segment.decode({}, boost::urls::string_token::assign_to(decoded));
    if (has_control(decoded) || decoded.find_first_of("/\\") != std::string::npos) return std::nullopt;
    result.path += '/';
    result.path += decoded;
  }
  if (result.path.empty()) result.path.push_back('/');
  for (const auto& param : parsed->params()) {
    if (has_control(param.key) || has_control(param.value)) return std::nullopt;
    result.query.emplace(param.key, param.value);
  }
  return result;
}

}  // namespace tradewatch::web
