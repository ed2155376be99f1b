// The one file that speaks Beast. What a request means is decided in door.cpp and routes.cpp.

#include "service/web/http_server.h"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <optional>
#include <set>
#include <utility>

#include "service/runtime/loop_context.h"
#include "service/web/figure_routes.h"
#include "service/web/request_target.h"

namespace tradewatch::web {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
namespace ssl = boost::asio::ssl;
using asio::ip::tcp;
using boost::system::error_code;

namespace {

// Errors as values: an exception for each closed connection would be noise.
constexpr auto kAwait = asio::as_tuple(asio::use_awaitable);

constexpr std::string_view kOnlyTls = "max-age=31536000";  // a year

// A client's bytes, in the clear or through TLS; times out as Beast's own stream does.
class Wire {
 public:
  using executor_type = beast::tcp_stream::executor_type;

  Wire(tcp::socket socket, ssl::context* tls) : tcp_(std::move(socket)) {
    if (tls != nullptr) tls_.emplace(tcp_, *tls);
  }

  executor_type get_executor() { return tcp_.get_executor(); }
  tcp::socket& socket() { return tcp_.socket(); }
  void expires_after(std::chrono::milliseconds limit) { tcp_.expires_after(limit); }
  void expires_never() { tcp_.expires_never(); }
  void cancel() { tcp_.cancel(); }
  void close() { tcp_.close(); }

  template <typename Buffers, typename Token>
  auto async_read_some(const Buffers& buffers, Token&& token) {
    return tls_ ? tls_->async_read_some(buffers, std::forward<Token>(token))
                : tcp_.async_read_some(buffers, std::forward<Token>(token));
  }
  template <typename Buffers, typename Token>
  auto async_write_some(const Buffers& buffers, Token&& token) {
    return tls_ ? tls_->async_write_some(buffers, std::forward<Token>(token))
                : tcp_.async_write_some(buffers, std::forward<Token>(token));
  }

  // False when the client speaks something else.
  asio::awaitable<bool> open() {
    if (!tls_) co_return true;
    const auto [error] = co_await tls_->async_handshake(ssl::stream_base::server, kAwait);
    co_return !error;
  }
  // Tells the client that nothing more comes, if it still listens.
  asio::awaitable<void> end() {
    error_code ignored;
    if (tls_) {
      const auto [error] = co_await tls_->async_shutdown(kAwait);
      ignored = error;
    }
    tcp_.socket().shutdown(tcp::socket::shutdown_both, ignored);
    tcp_.close();
  }

 private:
  beast::tcp_stream tcp_;
  std::optional<ssl::stream<beast::tcp_stream&>> tls_;
};

// One client, while it is connected.
struct Connection : std::enable_shared_from_this<Connection> {
  Connection(tcp::socket socket, ssl::context* tls)
      : stream(std::move(socket), tls), deadline(stream.get_executor()), news(stream.get_executor()) {}

  // Gives up reading after `limit`, with the connection left to say so on. Beast's own limit, which closes it, comes
  // `linger` later: for a client that does not read the answer either.
  void allow(std::chrono::milliseconds limit, std::chrono::milliseconds linger) {
    stream.expires_after(limit + linger);
    deadline.expires_after(limit);
    deadline.async_wait([weak = weak_from_this()](error_code error) {
      const auto self = weak.lock();
      if (error || !self) return;
      self->timed_out = true;
      self->stream.cancel();
    });
  }

  // Notices when a listener goes away, which asks for nothing more; what it sends instead ends it too.
  void watch_for_end() {
    stream.expires_never();
    stream.async_read_some(asio::buffer(ignored), [self = shared_from_this()](error_code, std::size_t) {
      self->gone = true;
      self->news.cancel();
    });
  }

  Wire stream;
  asio::steady_timer deadline;
  asio::steady_timer news;  // of a listener: ends early when there is something to send
  std::array<char, 64> ignored{};
  bool gone = false;
  bool timed_out = false;
  beast::flat_buffer buffer;
  std::string remote;
  bool idle = true;  // waits for a request of which nothing has come
};

// `Sun, 06 Nov 1994 08:49:37 GMT`, whatever the locale.
std::string http_date(trade::Instant now) {
  static constexpr std::array kDays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr std::array kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto day = std::chrono::floor<std::chrono::days>(now);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss time(std::chrono::floor<std::chrono::seconds>(now - day));
  return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT", kDays[std::chrono::weekday(day).c_encoding()],
                     static_cast<unsigned>(date.day()), kMonths[static_cast<unsigned>(date.month()) - 1],
                     static_cast<int>(date.year()), time.hours().count(), time.minutes().count(),
                     time.seconds().count());
}

// The answer to a request that could not be read, or none when the client is simply gone.
std::optional<Response> refusal(const error_code& error, const ServerLimits& limits) {
  if (error == http::error::header_limit) {
    return problem(431, fmt::format("The request line and headers are larger than {} bytes.", limits.header_bytes));
  }
  if (error == http::error::body_limit) {
    return problem(413, fmt::format("The body is larger than {} bytes, or {} of a document of figures.",
                                    limits.body_bytes, limits.document_bytes));
  }
  if (error == http::error::end_of_stream || error == http::error::partial_message) return std::nullopt;
  if (error.category() == http::make_error_code(http::error::bad_version).category()) {
    return problem(400, fmt::format("The request is not HTTP/1.1: {}.", error.message()));
  }
  return std::nullopt;
}

// The request as the routes see it; the parser has checked its syntax, not what its target means.
std::optional<Request> to_request(const http::request<http::string_body>& message, const std::string& remote,
                                  bool secure) {
  std::optional<RequestTarget> target = parse_request_target(std::string_view(message.target()));
  if (!target) return std::nullopt;
  Request request{.method = std::string(message.method_string()),
                  .path = std::move(target->path),
                  .query = std::move(target->query),
                  .headers = {},
                  .body = message.body(),
                  .remote = remote,
                  .secure = secure};
  for (const auto& field : message) {
    std::string name(field.name_string());
    for (char& c : name) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    std::string& value = request.headers[name];
    if (!value.empty()) value += ", ";
    value += std::string_view(field.value());
  }
  return request;
}

// TLS 1.2 and 1.3. The error is of the file that cannot be used, or of a key that is not the certificate's.
ssl::context tls_context(const TlsFiles& files, error_code& error) {
  ssl::context context(ssl::context::tls_server);
  context.set_options(ssl::context::no_tlsv1 | ssl::context::no_tlsv1_1, error);
  if (!error) context.use_certificate_chain_file(files.certificate.string(), error);
  if (!error) context.use_private_key_file(files.key.string(), ssl::context::pem, error);
  return context;
}

bool may_be_large(const http::request<http::string_body>& message) {
  const std::string_view target(message.target());
  return takes_document(std::string_view(message.method_string()), target.substr(0, target.find('?')));
}

http::response<http::string_body> to_message(Response response, unsigned version, bool keep_alive, bool head,
                                             trade::Instant now) {
  http::response<http::string_body> message(static_cast<http::status>(response.status), version);
  const std::string_view phrase = status_phrase(response.status);
  message.reason({phrase.data(), phrase.size()});
  for (const auto& [name, value] : response.headers) message.set(name, value);
  message.set(http::field::date, http_date(now));
  message.keep_alive(keep_alive);
  if (response.status != 304) {
    message.set(http::field::content_type, response.content_type);
    message.content_length(response.body.size());
    if (!head) message.body() = std::move(response.body);
  }
  return message;
}

}  // namespace

struct HttpServer::State : std::enable_shared_from_this<State> {
  State(asio::io_context& io, const runtime::Clock& wall_clock, Handlers routes, ServerLimits wanted)
      : acceptor(io), clock(wall_clock), handlers(std::move(routes)), limits(wanted) {}

  [[nodiscard]] std::optional<Response> turned_away(const Request& request) {
    return door.turned_away(request, clock.now());
  }

  asio::awaitable<void> accept();
  asio::awaitable<void> serve(std::shared_ptr<Connection> connection);
  asio::awaitable<bool> serve_one(Connection& connection);
  asio::awaitable<Response> answer_of(const Request& request);
  asio::awaitable<bool> send(Connection& connection, Response response, unsigned version, bool keep_alive, bool head);
  asio::awaitable<bool> refuse(Connection& connection, Response response);
  asio::awaitable<void> stream_events(Connection& connection, const Request& request);
  asio::awaitable<void> send_events(Connection& connection, Subscription& subscription);
  void turn_away(tcp::socket socket) const;
  void close();
  void tell_if_done();

  tcp::acceptor acceptor;
  const runtime::Clock& clock;
  Handlers handlers;
  ServerLimits limits;
  Door door;
  std::optional<ssl::context> tls;
  std::uint16_t port = 0;
  std::set<std::shared_ptr<Connection>> connections;
  bool stopping = false;
  std::function<void()> done;
};

asio::awaitable<void> HttpServer::State::accept() {
  const auto self = shared_from_this();
  while (!stopping) {
    auto [error, socket] = co_await acceptor.async_accept(kAwait);
    if (stopping || error == asio::error::operation_aborted) break;
    if (error) {
      // Out of descriptors, most likely: the waiting client would be accepted again at once, so let some close.
      spdlog::warn("cannot accept a connection: {}", error.message());
      asio::steady_timer pause(acceptor.get_executor(), std::chrono::milliseconds(100));
      co_await pause.async_wait(kAwait);
    } else if (connections.size() >= limits.connections) {
      turn_away(std::move(socket));
    } else {
      auto connection = std::make_shared<Connection>(std::move(socket), tls ? &*tls : nullptr);
      connections.insert(connection);
      asio::co_spawn(acceptor.get_executor(), serve(std::move(connection)), [](const std::exception_ptr& thrown) {
        if (thrown) std::rethrow_exception(thrown);
      });
    }
  }
}

// One small write to an empty socket buffer: it goes at once or not at all, and costs no coroutine.
void HttpServer::State::turn_away(tcp::socket socket) const {
  Response response = sealed(problem(503, fmt::format("{} connections are open; try again.", limits.connections)));
  response.headers.emplace_back("Retry-After", "1");
  std::string text = "HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\n";
  for (const auto& [name, value] : response.headers) text += fmt::format("{}: {}\r\n", name, value);
  text += fmt::format("Content-Type: {}\r\nContent-Length: {}\r\n\r\n{}", response.content_type, response.body.size(),
                      response.body);
  error_code ignored;
  if (tls) return;  // nobody has shaken hands yet
  socket.non_blocking(true, ignored);
  socket.send(asio::buffer(text), 0, ignored);
  socket.shutdown(tcp::socket::shutdown_send, ignored);
}

asio::awaitable<void> HttpServer::State::serve(std::shared_ptr<Connection> connection) {
  const auto self = shared_from_this();
  error_code ignored;
  const auto peer = connection->stream.socket().remote_endpoint(ignored);
  connection->remote = peer.address().to_string();
  connection->stream.socket().set_option(tcp::no_delay(true), ignored);
  connection->stream.expires_after(limits.header);  // a client that connects should have something to ask
  bool more = co_await connection->stream.open();
  while (more && !stopping) {
    connection->idle = connection->buffer.size() == 0;
    if (connection->idle) {
      const auto [error, bytes] =
          co_await connection->stream.async_read_some(connection->buffer.prepare(limits.header_bytes), kAwait);
      if (error) break;
      connection->buffer.commit(bytes);
      connection->idle = false;
    }
    more = co_await serve_one(*connection);
    connection->deadline.cancel();
    connection->stream.expires_after(limits.request);
  }
  connection->stream.expires_after(limits.linger);
  co_await connection->stream.end();
  connections.erase(connection);
  tell_if_done();
}

// Reads one request and answers it; false when the connection must end.
asio::awaitable<bool> HttpServer::State::serve_one(Connection& connection) {
  Wire& stream = connection.stream;
  http::request_parser<http::string_body> parser;
  parser.header_limit(static_cast<std::uint32_t>(limits.header_bytes));
  parser.body_limit(limits.document_bytes);  // until the headers say what it is

  connection.allow(limits.header, limits.linger);  // for all of it: a byte now and then does not move it
  auto [error, bytes] = co_await http::async_read_header(stream, connection.buffer, parser, kAwait);
  if (!error && !may_be_large(parser.get())) {
    parser.body_limit(limits.body_bytes);
    if (parser.content_length().value_or(0) > limits.body_bytes) error = http::error::body_limit;
  }
  if (!error) {
    connection.allow(limits.request, limits.linger);
    if (beast::iequals(parser.get()[http::field::expect], "100-continue")) {
      http::response<http::empty_body> go_on(http::status::continue_, parser.get().version());
      co_await http::async_write(stream, go_on, kAwait);
    }
    std::tie(error, bytes) = co_await http::async_read(stream, connection.buffer, parser, kAwait);
  }
  if (error) {
    std::optional<Response> response =
        connection.timed_out ? problem(408, "The request did not arrive in time.") : refusal(error, limits);
    if (!response) co_return false;
    co_return co_await refuse(connection, std::move(*response));
  }

  const http::request<http::string_body> message = parser.release();
  const std::optional<Request> request = to_request(message, connection.remote, tls.has_value());
  if (!request) {
    co_return co_await refuse(connection, problem(400, "The request target is no absolute path with whole escapes."));
  }
  if (!handlers.at_once) co_return co_await refuse(connection, problem(503, "The service is shutting down."));
  if (handlers.events != nullptr && request->method == "GET" && request->path == kEventsPath) {
    co_await stream_events(connection, *request);
    co_return false;
  }
  const bool keep_alive = message.keep_alive() && !stopping;
  Response response = co_await answer_of(*request);
  connection.allow(limits.request, limits.linger);  // what was waited for is not the client's time
  co_return co_await send(connection, std::move(response), message.version(), keep_alive,
                          message.method() == http::verb::head);
}

// What waits is waited for without holding up the loop; its answer comes from there on the loop's thread.
asio::awaitable<Response> HttpServer::State::answer_of(const Request& request) {
  if (auto refused = turned_away(request)) co_return sealed(std::move(*refused));
  if (!handlers.waits || !handlers.waits(request)) co_return answer(request, handlers.at_once);
  Request asked = request;
  if (asked.method == "HEAD") asked.method = "GET";
  Response response = co_await asio::async_initiate<const asio::use_awaitable_t<>, void(Response)>(
      [this, &asked](auto completion) {
        auto held = std::make_shared<decltype(completion)>(std::move(completion));
        handlers.later(asked, [held](Response reply) { std::move (*held)(std::move(reply)); });
      },
      asio::use_awaitable);
  co_return finished(request, std::move(response));
}

asio::awaitable<bool> HttpServer::State::send(Connection& connection, Response response, unsigned version,
                                              bool keep_alive, bool head) {
  if (tls) response.headers.emplace_back("Strict-Transport-Security", kOnlyTls);
  auto message = to_message(std::move(response), version, keep_alive && !stopping, head, clock.now());
  http::response_serializer<http::string_body> serializer(message);
  if (head) {
    const auto [error, bytes] = co_await http::async_write_header(connection.stream, serializer, kAwait);
    co_return !error && message.keep_alive();
  }
  const auto [error, bytes] = co_await http::async_write(connection.stream, serializer, kAwait);
  co_return !error && message.keep_alive();
}

// Answers a request of which some is still on its way. Closing with bytes unread resets the connection and takes the
// answer with it, so they are read and dropped for a moment. Always false.
asio::awaitable<bool> HttpServer::State::refuse(Connection& connection, Response response) {
  connection.deadline.cancel();
  connection.stream.expires_after(limits.linger);
  co_await send(connection, sealed(std::move(response)), 11, false, false);
  error_code ignored;
  connection.stream.socket().shutdown(tcp::socket::shutdown_send, ignored);
  std::array<char, 16 * 1024> dropped;
  for (std::size_t total = 0; total < 2 * limits.body_bytes;) {
    const auto [error, bytes] = co_await connection.stream.async_read_some(asio::buffer(dropped), kAwait);
    if (error) break;
    total += bytes;
  }
  co_return false;
}

// Answers with events until the listener goes away, falls behind, or the server stops.
asio::awaitable<void> HttpServer::State::stream_events(Connection& connection, const Request& request) {
  std::optional<Response> refused = turned_away(request);
  std::shared_ptr<Subscription> subscription;
  if (!refused) {
    const auto after = request.query.find("after");
    const std::string_view last = header(request, "last-event-id");
    subscription = handlers.events->subscribe(last.empty() && after != request.query.end() ? after->second : last);
    if (!subscription) {
      refused = problem(503, "As many pages listen as may; try again later.");
      refused->headers.emplace_back("Retry-After", "60");
    }
  }
  if (refused) {
    co_await send(connection, sealed(std::move(*refused)), 11, false, false);
    co_return;
  }
  connection.deadline.cancel();
  connection.idle = true;  // stopping need not wait for it
  connection.watch_for_end();
  subscription->on_news([weak = connection.weak_from_this()] {
    if (const auto listener = weak.lock()) listener->news.cancel();
  });
  auto head = to_message(sealed({.status = 200, .content_type = "text/event-stream", .headers = {}, .body = {}}), 11,
                         false, true, clock.now());
  head.content_length(boost::none);  // it ends with the connection
  http::response_serializer<http::string_body> serializer(head);
  connection.stream.expires_after(limits.event_write);
  const auto [error, bytes] = co_await http::async_write_header(connection.stream, serializer, kAwait);
  if (!error) co_await send_events(connection, *subscription);
}

asio::awaitable<void> HttpServer::State::send_events(Connection& connection, Subscription& subscription) {
  std::string text = ": listening\n\n";
  while (!connection.gone && !subscription.is_over() && !stopping) {
    if (text.empty()) text = subscription.take();
    if (text.empty()) {
      connection.news.expires_after(limits.heartbeat);
      const auto [woken] = co_await connection.news.async_wait(kAwait);
      if (!woken) text = ": still here\n\n";
      continue;
    }
    connection.stream.expires_after(limits.event_write);
    const auto [error, bytes] = co_await asio::async_write(connection.stream, asio::buffer(text), kAwait);
    if (error) break;
    text.clear();
  }
}

void HttpServer::State::close() {
  stopping = true;
  handlers = {};
  error_code ignored;
  acceptor.close(ignored);
  for (const auto& connection : connections) connection->stream.close();
}

void HttpServer::State::tell_if_done() {
  if (stopping && connections.empty() && done) asio::post(acceptor.get_executor(), std::exchange(done, nullptr));
}

std::expected<HttpServer, ListenFault> HttpServer::listen(runtime::Loop& loop, const runtime::Clock& clock,
                                                          const std::string& address, std::uint16_t port,
                                                          Handlers handlers, ServerLimits limits, Entrance entrance) {
  const auto fault = [&](std::string found, std::string what_to_do) {
    return std::unexpected(ListenFault{.where = fmt::format("{}:{}", address, port),
                                       .found = std::move(found),
                                       .expected = "a free port of an address of this machine, such as 127.0.0.1:8640",
                                       .what_to_do = std::move(what_to_do)});
  };
  error_code error;
  const auto ip = asio::ip::make_address(address == "localhost" ? "127.0.0.1" : address, error);
  if (error) return fault("no IP address", "write 127.0.0.1, ::1 or localhost");
  if (!ip.is_loopback() && !(entrance.tls && entrance.tokens)) {
    return fault("an address that other machines can reach, without TLS and tokens",
                 "name certificate_file, key_file and tokens_file in [web], or listen on 127.0.0.1");
  }
  auto state = std::make_shared<State>(loop.context().io, clock, std::move(handlers), limits);
  if (entrance.tls) {
    state->tls = tls_context(*entrance.tls, error);
    if (error) {
      return fault(
          fmt::format("{} and {}: {}", entrance.tls->certificate.string(), entrance.tls->key.string(), error.message()),
          "name a certificate and its key, both PEM, that the service may read");
    }
  }
  if (entrance.tokens) state->door = Door(*std::move(entrance.tokens), entrance.tls ? "https" : "http");
  const tcp::endpoint endpoint(ip, port);
  state->acceptor.open(endpoint.protocol(), error);
  if (!error) state->acceptor.set_option(tcp::acceptor::reuse_address(true), error);
  if (!error) state->acceptor.bind(endpoint, error);
  if (!error) state->acceptor.listen(asio::socket_base::max_listen_connections, error);
  if (error) return fault(error.message(), "choose another port, or stop the program that uses this one");
  state->port = state->acceptor.local_endpoint().port();
  asio::co_spawn(loop.context().io, state->accept(), [](const std::exception_ptr& thrown) {
    if (thrown) std::rethrow_exception(thrown);
  });
  return HttpServer(std::move(state));
}

HttpServer::HttpServer(std::shared_ptr<State> state) : state_(std::move(state)) {}
HttpServer::HttpServer(HttpServer&&) noexcept = default;

HttpServer& HttpServer::operator=(HttpServer&& other) noexcept {
  if (this != &other) {
    if (state_) state_->close();
    state_ = std::move(other.state_);
  }
  return *this;
}

HttpServer::~HttpServer() {
  if (state_) state_->close();
}

std::uint16_t HttpServer::port() const { return state_->port; }
std::size_t HttpServer::connections() const { return state_->connections.size(); }

void HttpServer::stop(std::function<void()> done) {
  state_->stopping = true;
  state_->done = std::move(done);
  error_code ignored;
  state_->acceptor.close(ignored);
  for (const auto& connection : state_->connections) {
    if (connection->idle) connection->stream.cancel();
  }
  state_->tell_if_done();
}

}  // namespace tradewatch::web
