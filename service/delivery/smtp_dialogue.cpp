#include "service/delivery/smtp_dialogue.h"

#include <algorithm>
#include <array>

#include "models/trade/letters.h"
#include "service/intake/shown_text.h"

namespace tradewatch::delivery {
namespace {

constexpr int kShown = 200;  // characters of an answer in a fault

int listen(CURL*, curl_infotype type, char* bytes, std::size_t size, void* to) {
  auto& dialogue = *static_cast<SmtpDialogue*>(to);
  if (type == CURLINFO_HEADER_OUT) dialogue.command({bytes, size});
  if (type == CURLINFO_HEADER_IN) dialogue.answer({bytes, size});
  return 0;
}

std::string todo_for(SmtpStage stage) {
  switch (stage) {
    case SmtpStage::session:
      return "see that the mail server runs, and that tls, user and password_file are as it wants them";
    case SmtpStage::sender:
      return "see that the mail server takes mail from this sender and this machine";
    case SmtpStage::recipient:
      return "see that the address in to is right";
    case SmtpStage::message:
      return "look at the mail server's log";
  }
  return {};
}

}  // namespace

void SmtpDialogue::follow(CURL* easy) {
  curl_easy_setopt(easy, CURLOPT_VERBOSE, 1L);
  curl_easy_setopt(easy, CURLOPT_DEBUGFUNCTION, &listen);
  curl_easy_setopt(easy, CURLOPT_DEBUGDATA, this);
}

void SmtpDialogue::command(std::string_view line) {
  const std::string word = trade::ascii_upper(line.substr(0, line.find_first_of(" \r\n")));
  if (word == "MAIL") {
    stage_ = SmtpStage::sender;
  } else if (word == "RCPT") {
    stage_ = SmtpStage::recipient;
    ++recipients_;
  } else if (word == "DATA") {
    stage_ = SmtpStage::message;
  }
  over_ = word == "QUIT";
}

void SmtpDialogue::answer(std::string_view line) {
  if (!over_) last_answer_ = intake::shown(line.substr(0, line.find_first_of("\r\n")), kShown);
}

DeliveryFault smtp_fault(SmtpStage stage, long code, std::string words) {
  // Encryption or login is wanted, or not strong enough (RFC 4954): of the session, whenever it is said.
  constexpr std::array kLoginWanted = {530L, 534L, 535L, 538L};
  DeliveryFault fault{.found = std::move(words), .expected = "250 after the message", .todo = todo_for(stage)};
  const bool about_session = stage == SmtpStage::session || std::ranges::find(kLoginWanted, code) != kLoginWanted.end();
  if (about_session) fault.todo = todo_for(SmtpStage::session);
  fault.permanent = code >= 500 && code < 600 && !about_session;
  return fault;
}

}  // namespace tradewatch::delivery
