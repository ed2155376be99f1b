// libcurl as the receivers use it: what is owned is freed, time limits always hold, and nothing private is called that
// the settings do not name.
//
// A handle keeps its connection between calls. It belongs to one thread at a time, but for `interrupt`.

#pragma once

#include <curl/curl.h>

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace tradewatch::delivery {

// What holds for every call of one receiver.
struct Connection {
  std::chrono::milliseconds timeout{30'000};  // of one call as a whole; connecting takes a third of it at most
  bool allow_private = false;                 // names may lead to private networks; numbers that are written may
  std::filesystem::path ca_file = {};         // certificates to trust instead of the system's; empty: the system's
};

// Of what the other side says this much is kept, for a line in the log.
inline constexpr std::size_t kMaxAnswerBytes = 4096;

class CurlHandle {
 public:
  explicit CurlHandle(Connection connection);
  CurlHandle(const CurlHandle&) = delete;
  CurlHandle& operator=(const CurlHandle&) = delete;

  // Forgets the options of the call before, not its connection, and sets those that hold for every call. `protocols`
  // as libcurl lists them: "http,https". At most `max_bytes` of what the other side says are kept.
  CURL* prepare(const std::string& url, const char* protocols, std::size_t max_bytes);
  [[nodiscard]] CURLcode perform();

  // Of the last call.
  [[nodiscard]] long status() const;                               // of HTTP or SMTP; 0: none came
  [[nodiscard]] bool reused() const;                               // it went over a connection of a call before
  [[nodiscard]] const std::string& said() const { return said_; }  // the body, or SMTP's answers
  [[nodiscard]] std::string fault_words(CURLcode code) const;      // in libcurl's words

  void interrupt() { interrupted_ = true; }
  [[nodiscard]] bool interrupted() const { return interrupted_; }

 private:
  struct Free {
    void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
  };

  static std::size_t receive(char* bytes, std::size_t size, std::size_t count, void* self);
  static int look_up(void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t);
  static curl_socket_t open_socket(void* self, curlsocktype purpose, curl_sockaddr* address);

  const Connection connection_;
  std::unique_ptr<CURL, Free> easy_;
  std::array<char, CURL_ERROR_SIZE> words_{};
  std::string said_;
  std::size_t max_bytes_ = 0;
  bool allow_private_ = false;
  bool refused_private_ = false;
  std::atomic<bool> interrupted_{false};
};

// A list of texts as libcurl wants it.
class TextList {
 public:
  explicit TextList(const std::vector<std::string>& texts);
  [[nodiscard]] curl_slist* get() const { return list_.get(); }

 private:
  struct Free {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
  };
  std::unique_ptr<curl_slist, Free> list_;
};

}  // namespace tradewatch::delivery
