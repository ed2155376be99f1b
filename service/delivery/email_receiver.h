// The receiver `email`: each notice a mail, handed to a mail server over SMTP.
//
// Delivered is 250 after the message, whatever becomes of the connection then. Every try is the same bytes with the
// same Message-ID, so that a mailbox can drop a repeat. 4xx is tried again, as greylisting wants it; 5xx is permanent
// unless it is about login or encryption. A recipient whom the server refuses for good is left out with a line in the
// log, and the others get the mail; only when none is left is the notice given up.
//
// The connection is kept for the next mail; when the server closed it meanwhile, another is made at once.

#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "service/delivery/curl_handle.h"
#include "service/delivery/receiver.h"
#include "service/settings/settings.h"

namespace tradewatch::delivery {

struct EmailOptions {
  std::string url = {};  // smtp://host:port, or smtps:// for encryption from the first byte
  std::string from = {};
  std::vector<std::string> to = {};
  std::string user = {};  // empty: no login
  std::filesystem::path password_file = {};
  settings::MailTls tls = settings::MailTls::required;
  Connection connection = {};
};

class EmailReceiver final : public Receiver {
 public:
  EmailReceiver(std::string name, EmailOptions options);
  [[nodiscard]] const std::string& name() const override { return name_; }
  [[nodiscard]] Delivery deliver(const storage::NoticeRow& notice, trade::Instant now) override;
  void interrupt() override { handle_.interrupt(); }

 private:
  // One try with these recipients. `refused`: the place of the one who is the reason of a permanent fault.
  struct Try {
    Delivery delivery;
    std::optional<std::size_t> refused = {};
  };
  [[nodiscard]] Try send(const std::string& message, const std::vector<std::string>& to, const std::string& password);
  void set_up(CURL* easy, const std::string& password) const;

  std::string name_;
  EmailOptions options_;
  CurlHandle handle_;
};

}  // namespace tradewatch::delivery
