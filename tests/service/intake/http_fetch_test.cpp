// Fetching over loopback: a server of the test's own answers with bytes that it was given.

#include "service/intake/http_fetch.h"

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <sys/socket.h>
#include <unistd.h>
#include <zlib.h>

#include <array>
#include <fstream>
#include <mutex>
#include <thread>

#include "service/intake/pull_request.h"

namespace tradewatch::intake {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

constexpr std::string_view kKey = "k3y/with+signs";

// Answers connection after connection with the next of `answers`, the last one again and again. `hang`: the answer is
// sent and the connection stays open.
class OneServer {
 public:
  explicit OneServer(std::vector<std::string> answers, bool hang = false)
      : answers_(std::move(answers)), hang_(hang), listening_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* plain = reinterpret_cast<sockaddr*>(&address);
    if (bind(listening_, plain, size) != 0 || listen(listening_, 8) != 0) throw std::runtime_error("no server");
    getsockname(listening_, plain, &size);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { serve(); });
  }
  ~OneServer() {
    shutdown(listening_, SHUT_RDWR);
    thread_.join();
    close(listening_);
    for (const int open : open_) close(open);
  }
  OneServer(const OneServer&) = delete;
  OneServer& operator=(const OneServer&) = delete;

  [[nodiscard]] std::string url(const std::string& path) const {
    return "http://127.0.0.1:" + std::to_string(port_) + path;
  }
  std::vector<std::string> asked() {
    const std::lock_guard lock(mutex_);
    return asked_;
  }

 private:
  void serve() {
    for (std::size_t i = 0;; ++i) {
      const int client = accept(listening_, nullptr, nullptr);
      if (client < 0) return;
      std::string request;
      std::array<char, 4096> buffer{};
      while (request.find("\r\n\r\n") == std::string::npos) {
        const ssize_t got = recv(client, buffer.data(), buffer.size(), 0);
        if (got <= 0) break;
        request.append(buffer.data(), static_cast<std::size_t>(got));
      }
      {
        const std::lock_guard lock(mutex_);
        asked_.push_back(request);
      }
      const std::string& answer = answers_[std::min(i, answers_.size() - 1)];
      ::send(client, answer.data(), answer.size(), MSG_NOSIGNAL);
      if (hang_) {
        open_.push_back(client);
      } else {
        close(client);
      }
    }
  }

  std::vector<std::string> answers_;
  bool hang_;
  int listening_;
  std::uint16_t port_ = 0;
  std::mutex mutex_;
  std::vector<std::string> asked_;  // under mutex_
  std::vector<int> open_;
  std::thread thread_;
};

std::string answer(const std::string& status, const std::string& headers, const std::string& body) {
  return "HTTP/1.1 " + status + "\r\n" + headers + "Content-Length: " + std::to_string(body.size()) +
         "\r\nConnection: close\r\n\r\n" + body;
}

FetchRequest request(const std::string& url) {
  FetchRequest request;
  request.url = url;
  request.hosts = {"127.0.0.1"};
  request.timeout = std::chrono::seconds(20);
  request.max_bytes = 1000;
  return request;
}

PullOutcome outcome(const std::string& bytes) {
  OneServer server({bytes});
  const auto fetched = fetch(request(server.url("/")));
  return fetched ? PullOutcome::new_figures : fetched.error().outcome;
}

TEST(Fetching, GivesTheBodyAndWhatTellsItFromTheNext) {
  OneServer server(
      {answer("200 OK", "ETag: \"v1\"\r\nLast-Modified: Thu, 26 Nov 2026 09:00:00 GMT\r\nContent-Type: text/csv\r\n",
              "a,b\n")});
  const auto fetched = fetch(request(server.url("/x")));
  ASSERT_TRUE(fetched) << fetched.error().text;
  EXPECT_EQ(fetched->kind, Answer::Kind::body);
  EXPECT_EQ(fetched->body, "a,b\n");
  EXPECT_EQ(fetched->etag, "\"v1\"");
  EXPECT_EQ(fetched->last_modified, "Thu, 26 Nov 2026 09:00:00 GMT");
  EXPECT_EQ(fetched->media, "text/csv");
  EXPECT_THAT(server.asked()[0], Not(HasSubstr("If-None-Match")));
}

TEST(Fetching, AsksOnlyForWhatChanged) {
  OneServer server({"HTTP/1.1 304 Not Modified\r\nConnection: close\r\n\r\n"});
  FetchRequest again = request(server.url("/x"));
  again.etag = "\"v1\"";
  again.last_modified = "Thu, 26 Nov 2026 09:00:00 GMT";
  const auto fetched = fetch(again);
  ASSERT_TRUE(fetched) << fetched.error().text;
  EXPECT_EQ(fetched->kind, Answer::Kind::not_modified);
  EXPECT_THAT(server.asked()[0], HasSubstr("If-None-Match: \"v1\"\r\n"));
  EXPECT_THAT(server.asked()[0], HasSubstr("If-Modified-Since: Thu, 26 Nov 2026 09:00:00 GMT\r\n"));
}

TEST(Fetching, TellsEachFailureFromTheOthers) {
  EXPECT_EQ(outcome(answer("401 Unauthorized", "", "")), PullOutcome::forbidden);
  EXPECT_EQ(outcome(answer("403 Forbidden", "", "quota")), PullOutcome::forbidden);
  EXPECT_EQ(outcome(answer("404 Not Found", "", "")), PullOutcome::not_found);
  EXPECT_EQ(outcome(answer("429 Too Many", "", "")), PullOutcome::rate_limited);
  EXPECT_EQ(outcome(answer("500 Oops", "", "")), PullOutcome::server_error);
  EXPECT_EQ(outcome(answer("418 Teapot", "", "")), PullOutcome::odd_status);
  EXPECT_EQ(outcome(answer("200 OK", "", std::string(1001, 'x'))), PullOutcome::too_large);
  EXPECT_EQ(outcome(answer("200 OK", "", std::string(1000, 'x'))), PullOutcome::new_figures)
      << "the limit itself is in";
  EXPECT_EQ(outcome("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhalf"), PullOutcome::broken_off);
  EXPECT_EQ(outcome(""), PullOutcome::broken_off);
  EXPECT_EQ(outcome(answer("302 Found", "", "")), PullOutcome::redirected) << "without an address";
  EXPECT_EQ(outcome(answer("302 Found", "Location: http://localhost:1/\r\n", "")), PullOutcome::redirected);
  EXPECT_EQ(outcome(answer("302 Found", "Location: file:///etc/passwd\r\n", "")), PullOutcome::redirected);
  EXPECT_EQ(outcome(answer("302 Found", "Location: /again\r\n", "")), PullOutcome::redirected) << "without end";
  EXPECT_EQ(fetch(request("http://127.0.0.1:1/")).error().outcome, PullOutcome::unreachable);
}

TEST(Fetching, FollowsAHostThatIsAllowed) {
  OneServer server({answer("302 Found", "Location: /there\r\n", ""), answer("200 OK", "", "here")});
  const auto fetched = fetch(request(server.url("/x")));
  ASSERT_TRUE(fetched) << fetched.error().text;
  EXPECT_EQ(fetched->body, "here");
  EXPECT_THAT(server.asked(), ElementsAre(HasSubstr("GET /x "), HasSubstr("GET /there ")));
}

TEST(Fetching, SaysHowLongItWasAskedToWait) {
  OneServer server(
      {answer("429 Too Many", "Retry-After: 7\r\n", "Rate limit is exceeded. Try again in 7 seconds.\nx")});
  const auto fetched = fetch(request(server.url("/")));
  ASSERT_FALSE(fetched);
  EXPECT_EQ(fetched.error().retry_after, std::chrono::seconds(7));
  EXPECT_THAT(fetched.error().text, HasSubstr("Rate limit is exceeded. Try again in 7 seconds. (asked to wait 7 s)"));
}

TEST(Fetching, HoldsTheLimitWhileItUnpacks) {
  const std::string zeros(1 << 20, '0');
  z_stream stream{};
  ASSERT_EQ(deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
  std::string packed(zeros.size(), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(zeros.data()));
  stream.avail_in = static_cast<uInt>(zeros.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  ASSERT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  OneServer server({answer("200 OK", "Content-Encoding: gzip\r\n", packed)});
  FetchRequest small = request(server.url("/"));
  small.max_bytes = 100'000;
  const auto refused = fetch(small);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().outcome, PullOutcome::too_large);
  small.max_bytes = zeros.size();
  const auto taken = fetch(small);
  ASSERT_TRUE(taken) << taken.error().text;
  EXPECT_EQ(taken->body, zeros);
}

TEST(Fetching, EndsWithItsTimeAndWhenItIsTold) {
  OneServer server({"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhalf"}, true);
  FetchRequest slow = request(server.url("/"));
  slow.timeout = std::chrono::seconds(1);
  EXPECT_EQ(fetch(slow).error().outcome, PullOutcome::timed_out);
  std::atomic<bool> stop{true};
  slow.timeout = std::chrono::seconds(300);
  slow.stop = &stop;
  EXPECT_EQ(fetch(slow).error().outcome, PullOutcome::stopped);
}

TEST(Fetching, SendsTheKeyAndNeverShowsIt) {
  const std::string echo = "your key " + std::string(kKey) + " or " + in_address(kKey) + " is bad";
  OneServer server(
      {answer("403 Forbidden", "", echo), answer("200 OK", "ETag: \"" + std::string(kKey) + "\"\r\n", echo)});
  FetchRequest keyed = request(server.url("/?key={key}"));
  keyed.key = kKey;
  const auto refused = fetch(keyed);
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().text, HasSubstr("your key {key} or {key} is bad"));
  const auto taken = fetch(keyed);
  ASSERT_TRUE(taken);
  EXPECT_EQ(taken->body, "your key {key} or {key} is bad");
  EXPECT_EQ(taken->etag, "\"{key}\"");
  EXPECT_THAT(server.asked()[0], HasSubstr("GET /?key=" + in_address(kKey) + " "));
}

TEST(Fetching, SendsTheKeyInAHeaderToItsOwnHostAlone) {
  OneServer other({answer("200 OK", "", "there")});
  const std::string there = "http://localhost" + other.url("/").substr(std::string_view("http://127.0.0.1").size());
  OneServer server({answer("302 Found", "Location: " + there + "\r\n", "")});
  FetchRequest keyed = request(server.url("/"));
  keyed.key = kKey;
  keyed.key_header = "Ocp-Apim-Subscription-Key";
  keyed.hosts.emplace_back("localhost");
  const auto fetched = fetch(keyed);
  ASSERT_TRUE(fetched) << fetched.error().text;
  EXPECT_THAT(server.asked()[0], HasSubstr("Ocp-Apim-Subscription-Key: " + std::string(kKey) + "\r\n"));
  ASSERT_THAT(other.asked(), SizeIs(1));
  EXPECT_THAT(other.asked()[0], Not(HasSubstr(std::string(kKey))));
}

TEST(KeyFiles, HoldOneLineThatCanBeSent) {
  const std::string name =
      (std::filesystem::temp_directory_path() / ("tradewatch-key-" + std::to_string(getpid()))).string();
  const auto key = [&](std::string_view text) {
    std::ofstream(name, std::ios::binary) << text;
    return read_key(name);
  };
  EXPECT_EQ(key("0123456789abcdef\r\n").value(), "0123456789abcdef");
  for (const char* bad : {"", "short\n", "two words of it\n", "line one\nline two\n", "kein Schl\xC3\xBCssel"}) {
    const auto refused = key(bad);
    ASSERT_FALSE(refused) << bad;
    EXPECT_THAT(refused.error(), HasSubstr("expected one line")) << bad;
  }
  EXPECT_FALSE(key(std::string(5000, 'x')));
  std::filesystem::remove(name);
  EXPECT_THAT(read_key(name).error(), HasSubstr("cannot be read"));
}

}  // namespace
}  // namespace tradewatch::intake
