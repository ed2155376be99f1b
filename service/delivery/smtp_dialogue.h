// How far a mail got with its server, seen in the commands that libcurl sends and the answers that come.
//
// Commands that hold a password are looked at for their first word alone, and nothing of them is kept.

#pragma once

#include <curl/curl.h>

#include <cstddef>
#include <string>
#include <string_view>

#include "service/delivery/receiver.h"

namespace tradewatch::delivery {

enum class SmtpStage {
  session,    // connecting, greeting, encryption, login
  sender,     // MAIL
  recipient,  // RCPT
  message,    // DATA, and the message itself
};

class SmtpDialogue {
 public:
  // Has `easy` tell of its commands and answers. The dialogue outlives the call.
  void follow(CURL* easy);

  void command(std::string_view line);
  void answer(std::string_view line);

  [[nodiscard]] SmtpStage stage() const { return stage_; }
  // Recipients that were named so far; the last of them is the one that a fault at that stage is about.
  [[nodiscard]] std::size_t recipients() const { return recipients_; }
  [[nodiscard]] const std::string& last_answer() const { return last_answer_; }

 private:
  SmtpStage stage_ = SmtpStage::session;
  std::size_t recipients_ = 0;
  std::string last_answer_;
  bool over_ = false;  // QUIT was sent: what is answered to that is of no interest
};

// Why the mail is not delivered. A code of 5xx about this mail (its sender, recipient or content) is permanent; about
// the session (login, encryption) it is not, since an operator mends that; 4xx and silence never are.
[[nodiscard]] DeliveryFault smtp_fault(SmtpStage stage, long code, std::string words);

}  // namespace tradewatch::delivery
