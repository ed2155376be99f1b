// The receiver `webhook`: a notice posted as it is, signed by the Standard Webhooks scheme.
//
// `webhook-id` is the notice's id, the same at every try, as the body is; `webhook-timestamp` and `webhook-signature`
// are of the try. Without a key nothing is signed, for receivers that cannot check it. Address and keys that are in
// files are read at each try, so that an exchanged key needs no reload.

#pragma once

#include <filesystem>
#include <string>

#include "service/delivery/curl_handle.h"
#include "service/delivery/receiver.h"

namespace tradewatch::delivery {

struct WebhookOptions {
  std::string url = {};                     // empty: in url_file
  std::filesystem::path url_file = {};      // holds an address of https, which is itself a secret
  std::filesystem::path key_file = {};      // empty: unsigned
  std::filesystem::path old_key_file = {};  // signs too; empty: none
  Connection connection = {};
};

class WebhookReceiver final : public Receiver {
 public:
  WebhookReceiver(std::string name, WebhookOptions options);
  [[nodiscard]] const std::string& name() const override { return name_; }
  [[nodiscard]] Delivery deliver(const storage::NoticeRow& notice, trade::Instant now) override;
  void interrupt() override { handle_.interrupt(); }

 private:
  std::string name_;
  WebhookOptions options_;
  CurlHandle handle_;
};

}  // namespace tradewatch::delivery
