#include "service/delivery/webhook_receiver.h"

#include "service/delivery/http_post.h"
#include "service/delivery/secret_file.h"
#include "service/delivery/webhook_signature.h"
#include "service/settings/address.h"

namespace tradewatch::delivery {
namespace {

std::expected<std::string, DeliveryFault> read_webhook_key(const std::filesystem::path& file) {
  const auto text = read_secret(file);
  if (!text) return text;
  if (std::string key = parse_webhook_key(*text); !key.empty()) return key;
  return std::unexpected(DeliveryFault{.found = file.string() + ": holds no key",
                                       .expected = "whsec_ and 24 to 64 bytes in base64",
                                       .todo = "write a key of the Standard Webhooks scheme into it"});
}

std::expected<std::string, DeliveryFault> read_address(const std::filesystem::path& file) {
  auto text = read_secret(file);
  if (!text || settings::parse_address(*text, {"https"})) return text;
  return std::unexpected(DeliveryFault{.found = file.string() + ": holds no address",
                                       .expected = "an address that begins with https://",
                                       .todo = "write the webhook's address into it"});
}

// Of both keys while one is replaced.
std::expected<std::string, DeliveryFault> signatures(const WebhookOptions& options, const storage::NoticeRow& notice,
                                                     std::int64_t unix_s) {
  std::string all;
  for (const auto* file : {&options.key_file, &options.old_key_file}) {
    if (file->empty()) continue;
    const auto key = read_webhook_key(*file);
    if (!key) return key;
    if (!all.empty()) all += ' ';
    all += webhook_signature(*key, notice.id, unix_s, notice.body);
  }
  return all;
}

}  // namespace

WebhookReceiver::WebhookReceiver(std::string name, WebhookOptions options)
    : name_(std::move(name)), options_(std::move(options)), handle_(options_.connection) {}

Delivery WebhookReceiver::deliver(const storage::NoticeRow& notice, trade::Instant now) {
  Post what{options_.url, {}, notice.body, !options_.url_file.empty()};
  if (what.url_is_secret) {
    auto url = read_address(options_.url_file);
    if (!url) return std::unexpected(std::move(url.error()));
    what.url = *std::move(url);
  }
  const std::int64_t unix_s = std::chrono::floor<std::chrono::seconds>(now.time_since_epoch()).count();
  what.headers = {"webhook-id: " + notice.id, "webhook-timestamp: " + std::to_string(unix_s)};
  if (!options_.key_file.empty()) {
    const auto signature = signatures(options_, notice, unix_s);
    if (!signature) return std::unexpected(signature.error());
    what.headers.push_back("webhook-signature: " + *signature);
  }
  return post(handle_, what, now);
}

}  // namespace tradewatch::delivery
