// An HTTP receiver for tests that answers each request as the test says.

#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "models/trade/letters.h"
#include "tests/service/delivery/tcp_stub.h"

namespace tradewatch::delivery {

struct HttpRequest {
  std::string line;                            // "POST /hook HTTP/1.1"
  std::map<std::string, std::string> headers;  // by name in small letters
  std::string body;
};

inline const std::string kHangs = "hang";  // the request is read and never answered

inline std::string http(const std::string& status, const std::string& headers = "", const std::string& body = "") {
  return "HTTP/1.1 " + status + "\r\n" + headers + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

class HttpStub final : public TcpStub {
 public:
  // `answer` is given the number of the request, from 0; what it gives is sent as it is, and an answer that is not
  // whole or empty ends the connection.
  using Answer = std::function<std::string(const HttpRequest&, std::size_t)>;
  explicit HttpStub(Answer answer) : answer_(std::move(answer)) { start(); }
  // The answers in turn, the last one for ever.
  explicit HttpStub(std::vector<std::string> answers)
      : HttpStub([answers](const HttpRequest&, std::size_t n) { return answers[std::min(n, answers.size() - 1)]; }) {}
  ~HttpStub() override { end(); }

  [[nodiscard]] std::string url(const std::string& path = "/hook") const {
    return "http://127.0.0.1:" + std::to_string(port()) + path;
  }
  std::vector<HttpRequest> requests() {
    const std::lock_guard lock(mutex_);
    return requests_;
  }

 private:
  void serve(Peer& peer) override {
    while (const auto line = peer.line()) {
      HttpRequest request{*line, {}, {}};
      for (auto header = peer.line(); header && !header->empty(); header = peer.line()) {
        const std::size_t colon = header->find(": ");
        request.headers[trade::ascii_lower(header->substr(0, colon))] = header->substr(colon + 2);
      }
      const auto length = request.headers.find("content-length");
      if (length != request.headers.end()) request.body = peer.bytes(std::stoul(length->second));
      std::size_t number = 0;
      {
        const std::lock_guard lock(mutex_);
        number = requests_.size();
        requests_.push_back(request);
      }
      const std::string answer = answer_(request, number);
      if (answer == kHangs) {
        while (peer.line()) continue;  // until the other side has had enough, or the test is over
        return;
      }
      peer.say(answer);
      const bool half = answer.find("Content-Length: 999") != std::string::npos;
      if (answer.empty() || half) return;
    }
  }

  Answer answer_;
  std::vector<HttpRequest> requests_;  // under mutex_
};

}  // namespace tradewatch::delivery
