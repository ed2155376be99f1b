// Real HTTP over loopback: a raw socket on the test's thread, the server on another.

#include "service/web/http_server.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <future>
#include <optional>
#include <stdexcept>
#include <thread>

#include "service/runtime/worker_pool.h"
namespace tradewatch::web {
namespace {

using namespace std::chrono_literals;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

class Client {
 public:
  explicit Client(std::uint16_t port) : socket_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    const timeval patience{.tv_sec = 20, .tv_usec = 0};  // a server that hangs fails the test
    setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
      throw std::runtime_error("cannot connect");
    }
  }
  ~Client() { close(socket_); }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  void send(std::string_view text) const { ::send(socket_, text.data(), text.size(), MSG_NOSIGNAL); }
  // What the server sends until it closes.
  std::string rest() const {
    std::string text;
    while (append(text)) {
    }
    return text;
  }
  // What the server sends until `end` has come.
  std::string until(std::string_view end) const {
    std::string text;
    while (text.find(end) == std::string::npos && append(text)) {
    }
    return text;
  }

 private:
  bool append(std::string& text) const {
    std::array<char, 4096> buffer;
    const ssize_t bytes = recv(socket_, buffer.data(), buffer.size(), 0);
    if (bytes > 0) text.append(buffer.data(), static_cast<std::size_t>(bytes));
    return bytes > 0;
  }
  int socket_;
};

// What a change needs to be let in.
const std::string kOwnPage = "Origin: http://localhost\r\nContent-Type: application/json\r\n";

class Server : public testing::Test {
 protected:
  void start(ServerLimits limits = {}) {
    auto listening = HttpServer::listen(
        loop_, clock_, "127.0.0.1", 0,
        {.at_once = [this](const Request& request) { return handle(request); },
         .waits = [](const Request& request) { return request.path == "/later"; },
         .later = [this](const Request& request, Reply reply) { answer_later(request, std::move(reply)); },
         .version = [this] { return version_.load(); },
         .events = &events_},
        limits);
    ASSERT_TRUE(listening);
    server_.emplace(std::move(*listening));
    thread_ = std::thread([this] { loop_.run(); });
  }
  void TearDown() override {
    release_later_ = true;
    loop_.stop();
    if (thread_.joinable()) thread_.join();
    server_.reset();
  }
  Response handle(const Request& request) {
    if (request.path == "/lasts") {
      return {.body = fmt::format("{} made {}", header(request, "accept-language"), ++made_), .lasts = true};
    }
    if (request.path == "/large") return {.body = std::string(kLargeBytes, 'x'), .lasts = true};
    if (request.path == "/throws") throw std::runtime_error("broken");
    if (request.path == "/echo") return {.body = request.method + ":" + request.body};
    if (request.path == "/remote") return {.body = request.remote};
    return {.body = "hello " + request.path};
  }
  // As a store does: the answer comes from a thread that may wait.
  void answer_later(const Request& request, Reply reply) {
    EXPECT_TRUE(pool_.submit(
        [this, method = request.method] {
          while (!release_later_) std::this_thread::sleep_for(1ms);
          return "late " + method;
        },
        [reply = std::move(reply)](std::string body) { reply({.body = std::move(body)}); }));
    ++asked_later_;
    asked_later_.notify_all();
  }
  // Sends one request on a connection of its own and returns all of the answer.
  std::string ask(const std::string& start_line, const std::string& headers = "", const std::string& body = "") const {
    const Client client(server_->port());
    client.send(start_line + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + headers + "\r\n" + body);
    return client.rest();
  }

  // On the loop's thread, as the daemon does it.
  void publish() {
    loop_.post([this] { events_.publish({"assessment", {{"target", "t1"}}}); });
  }
  std::size_t listeners() {
    std::promise<std::size_t> counted;
    loop_.post([&] { counted.set_value(events_.listeners()); });
    return counted.get_future().get();
  }

  static constexpr std::size_t kLargeBytes = 24 * 1024 * 1024;  // more than sockets hold
  std::atomic<int> made_ = 0;
  std::atomic<int> asked_later_ = 0;
  std::atomic<std::uint64_t> version_ = 1;
  EventFeed events_{"f"};
  std::atomic<bool> release_later_ = false;
  runtime::ManualClock clock_{trade::parse_instant("2026-02-04T09:30:00Z").value()};
  runtime::Loop loop_;
  runtime::WorkerPool pool_{loop_, 1};
  std::optional<HttpServer> server_;
  std::thread thread_;
};

TEST_F(Server, AnswersWithItsGuardingHeaders) {
  start();
  const std::string answer = ask("GET /a%20b?x=1");
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 200 OK\r\n"));
  EXPECT_THAT(answer, HasSubstr("\r\nContent-Security-Policy: default-src 'none'; script-src 'self'; connect-src "
                                "'self'; style-src 'self' 'sha256-"));
  EXPECT_THAT(answer, HasSubstr("\r\nX-Content-Type-Options: nosniff\r\n"));
  EXPECT_THAT(answer, HasSubstr("\r\nX-Frame-Options: DENY\r\n"));
  EXPECT_THAT(answer, HasSubstr("\r\nReferrer-Policy: no-referrer\r\n"));
  EXPECT_THAT(answer, HasSubstr("\r\nDate: Wed, 04 Feb 2026 09:30:00 GMT\r\n"));
  EXPECT_THAT(answer, Not(HasSubstr("unsafe-inline")));
  EXPECT_THAT(answer, EndsWith("\r\n\r\nhello /a b"));
}

TEST_F(Server, HeadTellsTheLengthAndSendsNoBody) {
  start();
  const std::string answer = ask("HEAD /x");
  EXPECT_THAT(answer, HasSubstr("\r\nContent-Length: 8\r\n"));
  EXPECT_THAT(answer, HasSubstr("\r\nETag: \""));
  EXPECT_THAT(answer, EndsWith("\r\n\r\n"));
}

TEST_F(Server, SendsNothingToWhoHasTheSameBytes) {
  start();
  const std::string first = ask("GET /x");
  const std::size_t at = first.find("ETag: ") + 6;
  const std::string etag = first.substr(at, first.find("\r\n", at) - at);
  const std::string second = ask("GET /x", "If-None-Match: \"other\", W/" + etag + "\r\n");
  EXPECT_THAT(second, StartsWith("HTTP/1.1 304 Not Modified\r\n"));
  EXPECT_THAT(second, EndsWith("\r\n\r\n"));
  EXPECT_THAT(ask("GET /y", "If-None-Match: " + etag + "\r\n"), StartsWith("HTTP/1.1 200 OK\r\n"));
}

TEST_F(Server, KeepsAConnectionForTheNextRequestAndForPipelinedOnes) {
  start();
  const Client client(server_->port());
  client.send("GET /1 HTTP/1.1\r\nHost: localhost\r\n\r\n");
  EXPECT_THAT(client.until("hello /1"), EndsWith("hello /1"));
  client.send(
      "GET /2 HTTP/1.1\r\nHost: [::1]:80\r\n\r\nGET /3 HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");
  const std::string both = client.rest();
  EXPECT_THAT(both, HasSubstr("hello /2"));
  EXPECT_THAT(both, EndsWith("hello /3"));
}

TEST_F(Server, TurnsAwayNamesFromElsewhere) {
  start();
  const Client client(server_->port());
  client.send("GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n");
  const std::string answer = client.rest();
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 421 Misdirected Request\r\n"));
  EXPECT_THAT(answer, HasSubstr("Content-Type: application/problem+json\r\n"));
  EXPECT_THAT(answer, Not(HasSubstr("hello")));
}

TEST_F(Server, RefusesWhatIsNoRequest) {
  start();
  for (const char* text :
       {"nonsense\r\n\r\n", "GET / HTTP/9.9\r\nHost: localhost\r\n\r\n",
        "GET http://localhost/ HTTP/1.1\r\nHost: localhost\r\n\r\n", "GET /%zz HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET /a%2Fb HTTP/1.1\r\nHost: localhost\r\n\r\n", "GET /a%00b HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: x\r\n\r\n"}) {
    const Client client(server_->port());
    client.send(text);
    const std::string answer = client.rest();
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 400 Bad Request\r\n")) << text;
    EXPECT_THAT(answer, HasSubstr("application/problem+json")) << text;
  }
}

TEST_F(Server, NamesTheLimitThatAHeaderBroke) {
  start();
  const std::string answer = ask("GET /", "X: " + std::string(9'000, 'x') + "\r\n");
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 431 Request Header Fields Too Large\r\n"));
  EXPECT_THAT(answer, HasSubstr("8192 bytes"));
}

TEST_F(Server, NamesTheLimitThatABodyBroke) {
  start({.body_bytes = 1'000});
  EXPECT_THAT(ask("POST /echo", kOwnPage + "Content-Length: 1000\r\n", std::string(1'000, 'b')),
              EndsWith("POST:" + std::string(1'000, 'b')));
  const std::string told = ask("POST /echo", kOwnPage + "Content-Length: 1001\r\n", std::string(1'001, 'b'));
  EXPECT_THAT(told, StartsWith("HTTP/1.1 413 Content Too Large\r\n"));
  EXPECT_THAT(told, HasSubstr("1000 bytes"));
  const std::string chunked = ask("POST /echo", kOwnPage + "Transfer-Encoding: chunked\r\n",
                                  "3e9\r\n" + std::string(1'001, 'b') + "\r\n0\r\n\r\n");
  EXPECT_THAT(chunked, StartsWith("HTTP/1.1 413 Content Too Large\r\n"));
}

TEST_F(Server, TakesALargerDocumentOfFiguresInAnyForm) {
  start({.body_bytes = 1'000, .document_bytes = 2'000});
  const std::string csv = "Origin: http://localhost\r\nContent-Type: text/csv\r\n";
  const auto post = [&](std::size_t bytes) {
    return ask("POST /api/v1/figures?name=x.csv", csv + "Content-Length: " + std::to_string(bytes) + "\r\n",
               std::string(bytes, 'b'));
  };
  EXPECT_THAT(post(2'000), StartsWith("HTTP/1.1 200 OK\r\n"));
  EXPECT_THAT(post(2'001), StartsWith("HTTP/1.1 413 Content Too Large\r\n"));
}

TEST_F(Server, ServesOthersWhileOneAnswerWaitsForTheStore) {
  start();
  const Client client(server_->port());
  client.send("POST /later HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 0\r\n" + kOwnPage +
              "\r\n");
  EXPECT_THAT(ask("GET /other"), EndsWith("hello /other"));
  release_later_ = true;
  EXPECT_THAT(client.rest(), AllOf(StartsWith("HTTP/1.1 200 OK\r\n"), EndsWith("late POST")));
}

TEST_F(Server, LetsNoOtherSiteChangeAnything) {
  start();
  EXPECT_THAT(ask("POST /later", "Content-Length: 0\r\n"), StartsWith("HTTP/1.1 403 Forbidden\r\n"));
  EXPECT_THAT(ask("POST /echo", "Origin: http://evil.example\r\nContent-Length: 0\r\n"), StartsWith("HTTP/1.1 403"));
  EXPECT_THAT(ask("DELETE /echo", "Origin: http://localhost:1\r\n"), StartsWith("HTTP/1.1 403"));
  EXPECT_THAT(ask("POST /echo", "Origin: null\r\nContent-Length: 0\r\n"), StartsWith("HTTP/1.1 403"));
  EXPECT_THAT(ask("POST /echo", "Origin: http://localhost\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n", "{}"),
              StartsWith("HTTP/1.1 415 Unsupported Media Type\r\n"));
  EXPECT_THAT(ask("POST /echo", kOwnPage + "Content-Length: 2\r\n", "{}"), EndsWith("POST:{}"));
}

TEST_F(Server, TellsAWaitingClientToSendItsBody) {
  start();
  const Client client(server_->port());
  client.send(
      "POST /echo HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\nContent-Type: "
      "application/json\r\nConnection: close\r\nExpect: 100-continue\r\nContent-Length: "
      "2\r\n\r\n");
  EXPECT_THAT(client.until("\r\n\r\n"), StartsWith("HTTP/1.1 100 Continue\r\n"));
  client.send("ok");
  EXPECT_THAT(client.rest(), EndsWith("POST:ok"));
}

TEST_F(Server, CutsOffAHeaderThatTrickles) {
  start({.header = 100ms});
  const Client client(server_->port());
  const runtime::SystemClock watch;
  const auto begun = watch.steady();
  client.send("GET / HTTP/1.1\r\nHost: loc");
  const std::string answer = client.rest();
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 408 Request Timeout\r\n"));
  EXPECT_LT(watch.steady() - begun, 5s);
}

TEST_F(Server, ClosesAConnectionThatStaysSilent) {
  start({.header = 50ms});
  EXPECT_EQ(Client(server_->port()).rest(), "");
}

TEST_F(Server, CutsOffABodyThatDoesNotCome) {
  start({.request = 100ms});
  const std::string answer = ask("POST /echo", kOwnPage + "Content-Length: 10\r\n", "half");
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 408 Request Timeout\r\n"));
}

TEST_F(Server, WhoKeptItWaitingLongestGivesUpItsPlace) {
  start({.connections = 2});
  const Client slow(server_->port());
  slow.send("GET / HTTP/1.1\r\nHost: loc");
  const Client quick(server_->port());
  const auto ask_again = [&quick] {
    quick.send("GET /in HTTP/1.1\r\nHost: localhost\r\n\r\n");
    return quick.until("hello /in");
  };
  EXPECT_THAT(ask_again(), EndsWith("hello /in"));
  EXPECT_THAT(ask("GET /next"), EndsWith("hello /next"));
  EXPECT_EQ(slow.rest(), "");
  EXPECT_THAT(ask_again(), EndsWith("hello /in"));
}

TEST_F(Server, WhoDoesNotReadGivesUpItsPlace) {
  start({.connections = 1});
  const Client slow(server_->port());
  slow.send("GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n");
  slow.until("x");
  EXPECT_THAT(ask("GET /next"), EndsWith("hello /next"));
  EXPECT_LT(slow.rest().size(), kLargeBytes);
}

TEST_F(Server, SaysThatEveryPlaceIsTakenWhereNobodyIsWaitedFor) {
  start({.connections = 1});
  const Client first(server_->port());
  first.send("GET /later HTTP/1.1\r\nHost: localhost\r\n\r\n");
  asked_later_.wait(0);
  const std::string answer = Client(server_->port()).rest();
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 503 Service Unavailable\r\n"));
  EXPECT_THAT(answer, HasSubstr("Retry-After: 1\r\n"));
  release_later_ = true;
  EXPECT_THAT(first.until("late GET"), EndsWith("late GET"));
}

TEST_F(Server, GivesWhatLastsAgainUntilWhatIsShownChanges) {
  start();
  EXPECT_THAT(ask("GET /lasts"), EndsWith(" made 1"));
  EXPECT_THAT(ask("GET /lasts"), EndsWith(" made 1"));
  EXPECT_THAT(ask("GET /lasts", "Accept-Language: ru\r\n"), EndsWith("ru made 2"));
  EXPECT_THAT(ask("GET /lasts?a=b"), EndsWith(" made 3"));
  EXPECT_THAT(ask("HEAD /lasts"), EndsWith("\r\n\r\n"));
  version_ = 2;
  EXPECT_THAT(ask("GET /lasts"), EndsWith(" made 4"));
}

TEST_F(Server, SendsALargeAnswerWhole) {
  start();
  for (int i = 0; i < 2; ++i) {
    const std::string answer = ask("GET /large");
    EXPECT_THAT(answer, HasSubstr(fmt::format("Content-Length: {}\r\n", kLargeBytes)));
    EXPECT_EQ(answer.size() - (answer.find("\r\n\r\n") + 4), kLargeBytes);
  }
}

TEST_F(Server, AHandlerThatThrowsIsA500AndTheServerGoesOn) {
  start();
  EXPECT_THAT(ask("GET /throws"), StartsWith("HTTP/1.1 500 Internal Server Error\r\n"));
  EXPECT_THAT(ask("POST /remote", kOwnPage), EndsWith("\r\n\r\n127.0.0.1"));
}

TEST_F(Server, StopsAtOnceWhenAllConnectionsAreIdle) {
  start();
  const Client idle(server_->port());
  idle.send("GET /1 HTTP/1.1\r\nHost: localhost\r\n\r\n");
  idle.until("hello /1");
  loop_.post([this] { server_->stop([this] { loop_.stop(); }); });
  EXPECT_EQ(idle.rest(), "");
  thread_.join();
  EXPECT_THROW(Client(server_->port()), std::runtime_error);
}

TEST_F(Server, LetsARequestThatHasBegunFinishBeforeItStops) {
  start();
  const Client client(server_->port());
  client.send(
      "POST /echo HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\nContent-Type: "
      "application/json\r\nExpect: "
      "100-continue\r\nContent-Length: 4\r\n\r\n");
  client.until("100 Continue\r\n\r\n");
  loop_.post([this] { server_->stop([this] { loop_.stop(); }); });
  client.send("late");
  EXPECT_THAT(client.rest(), EndsWith("POST:late"));
  thread_.join();
}

TEST(HttpServer, RefusesAnAddressThatOthersCanReach) {
  runtime::Loop loop;
  const runtime::SystemClock clock;
  for (const char* address : {"0.0.0.0", "192.0.2.1", "::", "example.org"}) {
    const auto server = HttpServer::listen(loop, clock, address, 0, {});
    ASSERT_FALSE(server) << address;
    EXPECT_EQ(server.error().where, std::string(address) + ":0");
    EXPECT_THAT(server.error().what_to_do, HasSubstr("127.0.0.1"));
  }
}

TEST(HttpServer, SaysThatAPortIsTaken) {
  runtime::Loop loop;
  const runtime::SystemClock clock;
  const auto first = HttpServer::listen(loop, clock, "localhost", 0, {});
  ASSERT_TRUE(first);
  const auto second = HttpServer::listen(loop, clock, "127.0.0.1", first->port(), {});
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().found, "Address already in use");
}

const std::string kListen = "GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\n";

TEST_F(Server, StreamsWhatIsPublishedAndShowsThatItIsAlive) {
  start({.heartbeat = 20ms});
  const Client client(server_->port());
  client.send(kListen + "\r\n");
  const std::string head = client.until(": still here");
  EXPECT_THAT(head, StartsWith("HTTP/1.1 200 OK\r\n"));
  EXPECT_THAT(head, HasSubstr("Content-Type: text/event-stream\r\n"));
  EXPECT_THAT(head, Not(HasSubstr("Content-Length")));
  EXPECT_THAT(head, HasSubstr("Content-Security-Policy"));
  publish();
  EXPECT_THAT(client.until("\n\n: still here"), HasSubstr("event: assessment\nid: f-1\ndata: {\"target\":\"t1\"}\n\n"));
}

TEST_F(Server, AListenerThatComesBackGetsWhatItMissed) {
  start();
  publish();
  publish();
  const Client client(server_->port());
  client.send(kListen + "Last-Event-ID: f-1\r\n\r\n");
  const std::string got = client.until("id: f-2");
  EXPECT_THAT(got, Not(HasSubstr("id: f-1")));
}

TEST_F(Server, AListenerThatGoesAwayLeavesItsPlace) {
  start();
  {
    const Client client(server_->port());
    client.send(kListen + "\r\n");
    client.until("listening");
    EXPECT_EQ(listeners(), 1u);
  }
  for (int i = 0; i < 1000 && listeners() > 0; ++i) std::this_thread::sleep_for(5ms);
  EXPECT_EQ(listeners(), 0u);
}

TEST_F(Server, ListenersDoNotKeepItFromStopping) {
  start();
  const Client client(server_->port());
  client.send(kListen + "\r\n");
  client.until("listening");
  std::promise<void> stopped;
  loop_.post([&] { server_->stop([&] { stopped.set_value(); }); });
  EXPECT_EQ(stopped.get_future().wait_for(10s), std::future_status::ready);
  EXPECT_EQ(client.rest(), "");
}

TEST_F(Server, EventsAreForPagesOfThisMachineOnly) {
  start();
  const Client client(server_->port());
  client.send("GET /api/v1/events HTTP/1.1\r\nHost: evil.example\r\n\r\n");
  EXPECT_THAT(client.rest(), StartsWith("HTTP/1.1 421 "));
}

}  // namespace
}  // namespace tradewatch::web
