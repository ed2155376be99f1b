// A mail server for tests: takes mail, or answers a command as the test says.

#pragma once

#include <functional>
#include <string>
#include <vector>

#include "tests/service/delivery/tcp_stub.h"

namespace tradewatch::delivery {

struct TakenMail {
  std::vector<std::string> to;
  std::string data;  // as sent, lines with CRLF, dots as they came
};

class SmtpStub final : public TcpStub {
 public:
  // Given each command ("" for the greeting, "." for the end of the message), gives an answer of its own, or nothing
  // for the usual one. An answer that begins with '!' is sent without it, and the connection is closed.
  using Reply = std::function<std::string(const std::string&)>;
  explicit SmtpStub(Reply reply = [](const std::string&) { return std::string(); }) : reply_(std::move(reply)) {
    start();
  }
  ~SmtpStub() override { end(); }

  [[nodiscard]] std::string url() const { return "smtp://127.0.0.1:" + std::to_string(port()); }
  std::vector<TakenMail> mails() {
    const std::lock_guard lock(mutex_);
    return mails_;
  }
  std::vector<std::string> commands() {
    const std::lock_guard lock(mutex_);
    return commands_;
  }

 private:
  // False when the connection is to be closed.
  bool answer(Peer& peer, const std::string& command, const std::string& usual) {
    {
      const std::lock_guard lock(mutex_);
      commands_.push_back(command);
    }
    std::string reply = reply_(command);
    if (reply.empty()) reply = usual;
    const bool closes = reply.starts_with('!');
    if (closes) reply.erase(0, 1);
    last_ = reply;
    if (command == "." && reply.starts_with("250")) {
      const std::lock_guard lock(mutex_);
      mails_.push_back(mail_);
    }
    if (!reply.empty()) peer.say(reply + "\r\n");
    return !closes;
  }

  void serve(Peer& peer) override {
    if (!answer(peer, "", "220 stub")) return;
    while (const auto command = peer.line()) {
      std::string usual = "250 ok";
      if (command->starts_with("EHLO")) usual = "250-stub\r\n250 SIZE 10000000";
      if (*command == "DATA") usual = "354 go on";
      if (*command == "QUIT") usual = "!221 bye";
      if (command->starts_with("MAIL")) mail_ = {};
      if (!answer(peer, *command, usual)) return;
      if (command->starts_with("RCPT") && last_.starts_with("250")) mail_.to.push_back(*command);
      if (*command != "DATA" || !last_.starts_with("354")) continue;
      for (auto line = peer.line(); line && *line != "."; line = peer.line()) mail_.data += *line + "\r\n";
      if (!answer(peer, ".", "250 taken")) return;
    }
  }

  Reply reply_;
  // Of the connection; tests have one at a time.
  std::string last_;
  TakenMail mail_;
  std::vector<TakenMail> mails_;       // under mutex_
  std::vector<std::string> commands_;  // under mutex_
};

}  // namespace tradewatch::delivery
