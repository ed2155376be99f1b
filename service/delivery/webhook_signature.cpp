#include "service/delivery/webhook_signature.h"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <stdexcept>

#include "service/delivery/base64.h"

namespace tradewatch::delivery {

std::string parse_webhook_key(std::string_view text) {
  constexpr std::string_view kPrefix = "whsec_";
  if (!text.starts_with(kPrefix)) return {};
  std::string key = from_base64(text.substr(kPrefix.size())).value_or(std::string());
  if (key.size() < kMinWebhookKey || key.size() > kMaxWebhookKey) key.clear();
  return key;
}

std::string webhook_signature(std::string_view key, std::string_view id, std::int64_t unix_s, std::string_view body) {
  const std::string signed_text = fmt::format("{}.{}.{}", id, unix_s, body);
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  if (HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
           reinterpret_cast<const unsigned char*>(signed_text.data()), signed_text.size(), digest.data(),
           &size) == nullptr) {
    throw std::runtime_error("HMAC-SHA256 failed");
  }
  return "v1," + to_base64({reinterpret_cast<const char*>(digest.data()), size});
}

}  // namespace tradewatch::delivery
