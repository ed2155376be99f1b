// Which connection does what, in which order. What a request means is decided in door.cpp and routes.cpp.

#include "service/web/http_server.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <array>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http.hpp>
#include <optional>
#include <tuple>
#include <utility>

#include "service/runtime/loop_context.h"
#include "service/web/connection.h"
#include "service/web/event_stream.h"
#include "service/web/http_request.h"
#include "service/web/http_text.h"
#include "service/web/ready_answers.h"

namespace tradewatch::web {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
namespace ssl = boost::asio::ssl;
using asio::ip::tcp;
using boost::system::error_code;

namespace {

using Parser = http::request_parser<http::string_body>;

constexpr std::string_view kGoOn = "HTTP/1.1 100 Continue\r\n\r\n";

// What a request wants of the sending of its answer.
struct Asked {
  bool keep_alive = true;
  bool old_client = false;  // HTTP/1.0
  bool head_alone = false;
};
constexpr Asked kLastAnswer{.keep_alive = false};

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
  asio::awaitable<error_code> read(Connection& connection, Parser& parser);
  asio::awaitable<Response> answer_later(const Request& request);
  asio::awaitable<bool> answer_at_once(Connection& connection, const Request& request, Asked asked);
  asio::awaitable<bool> send(Connection& connection, Response response, Asked asked);
  asio::awaitable<bool> write(Connection& connection, std::string_view head, std::string_view body, Asked asked);
  asio::awaitable<bool> refuse(Connection& connection, Response response);
  asio::awaitable<void> answer_with_events(Connection& connection, const Request& request);
  void turn_away(tcp::socket socket) const;
  void close();
  void tell_if_done();

  tcp::acceptor acceptor;
  const runtime::Clock& clock;
  Handlers handlers;
  ServerLimits limits;
  Door door;
  ReadyAnswers ready;
  std::optional<ssl::context> tls;
  std::uint16_t port = 0;
  Places places;
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
    } else if (places.taken() >= limits.connections && !places.close_the_slowest()) {
      turn_away(std::move(socket));
    } else {
      auto connection = std::make_shared<Connection>(std::move(socket), tls ? &*tls : nullptr);
      places.enter(connection);
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
  const std::string text = first_lines(response) + last_lines({clock.now(), false, false, false}) + response.body;
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
  places.wait_for(*connection);
  bool more = co_await connection->stream.open();
  while (more && !stopping) {
    places.wait_for(*connection);
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
  places.leave(connection);
  tell_if_done();
}

// Reads the request that has begun and answers it; false when the connection must end.
asio::awaitable<bool> HttpServer::State::serve_one(Connection& connection) {
  Parser parser;
  parser.header_limit(static_cast<std::uint32_t>(limits.header_bytes));
  parser.body_limit(limits.document_bytes);  // until the headers say what it is
  const error_code error = co_await read(connection, parser);
  if (error) {
    std::optional<Response> response =
        connection.timed_out ? problem(408, "The request did not arrive in time.") : refusal(error, limits);
    if (!response) co_return false;
    co_return co_await refuse(connection, std::move(*response));
  }
  places.wait_no_more_for(connection);

  const ReadRequest message = parser.release();
  const std::optional<Request> request = to_request(message, connection.remote, tls.has_value());
  if (!request) {
    co_return co_await refuse(connection, problem(400, "The request target is no absolute path with whole escapes."));
  }
  if (!handlers.at_once) co_return co_await refuse(connection, problem(503, "The service is shutting down."));
  if (handlers.events != nullptr && request->method == "GET" && request->path == kEventsPath) {
    co_await answer_with_events(connection, *request);
    co_return false;
  }
  const Asked asked{message.keep_alive() && !stopping, message.version() < 11, message.method() == http::verb::head};
  if (auto refused = turned_away(*request)) co_return co_await send(connection, sealed(std::move(*refused)), asked);
  if (!handlers.waits || !handlers.waits(*request)) co_return co_await answer_at_once(connection, *request, asked);
  Response response = co_await answer_later(*request);
  co_return co_await send(connection, std::move(response), asked);
}

// Most requests come whole in what was read first, and need no limit of time.
asio::awaitable<error_code> HttpServer::State::read(Connection& connection, Parser& parser) {
  error_code error;
  connection.buffer.consume(parser.put(connection.buffer.data(), error));
  if (error == http::error::need_more) {
    connection.allow(limits.header, limits.linger);  // for all of it: a byte now and then does not move it
    std::size_t bytes = 0;
    std::tie(error, bytes) = co_await http::async_read_header(connection.stream, connection.buffer, parser, kAwait);
  }
  if (error || parser.is_done()) co_return error;
  if (!may_be_large(parser.get())) {
    parser.body_limit(limits.body_bytes);
    if (parser.content_length().value_or(0) > limits.body_bytes) co_return http::error::body_limit;
  }
  connection.allow(limits.request, limits.linger);
  if (beast::iequals(parser.get()[http::field::expect], "100-continue")) {
    co_await asio::async_write(connection.stream, asio::buffer(kGoOn), kAwait);
  }
  const auto [failed, bytes] = co_await http::async_read(connection.stream, connection.buffer, parser, kAwait);
  co_return failed;
}

// What is waited for does not hold up the loop; the answer comes on the loop's thread.
asio::awaitable<Response> HttpServer::State::answer_later(const Request& request) {
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

// What lasts is kept once it is made, and given to everybody who asks the same.
asio::awaitable<bool> HttpServer::State::answer_at_once(Connection& connection, const Request& request, Asked asked) {
  const bool reads = request.method == "GET" || request.method == "HEAD";
  const bool keeps = reads && handlers.version;
  std::shared_ptr<const ReadyAnswer> kept = keeps ? ready.find(request, handlers.version()) : nullptr;
  if (!kept) {
    Response made = made_by(handlers.at_once, reads ? ReadyAnswers::asked_alone(request) : request);
    if (!keeps || !made.lasts || made.status != 200) {
      co_return co_await send(connection, finished(request, std::move(made)), asked);
    }
    kept = ready.keep(request, handlers.version(), std::move(made));
  }
  if (matches(header(request, "if-none-match"), kept->etag)) {
    co_return co_await write(connection, kept->unchanged, {}, asked);
  }
  co_return co_await write(connection, kept->head, kept->body, asked);
}

asio::awaitable<bool> HttpServer::State::send(Connection& connection, Response response, Asked asked) {
  const std::string head = first_lines(response);
  co_return co_await write(connection, head, response.status == 304 ? std::string_view() : response.body, asked);
}

// Most answers go at once; only for a client that reads slowly does the server wait. False when the connection must
// end. `head` and `body` must stay while this runs.
asio::awaitable<bool> HttpServer::State::write(Connection& connection, std::string_view head, std::string_view body,
                                               Asked asked) {
  const bool keep_alive = asked.keep_alive && !stopping;
  const std::string last = last_lines({clock.now(), keep_alive, asked.old_client, tls.has_value()});
  if (asked.head_alone) body = {};
  std::array<asio::const_buffer, 3> parts{asio::buffer(head), asio::buffer(last), asio::buffer(body)};
  std::size_t written = connection.stream.write_at_once(parts);
  if (written == asio::buffer_size(parts)) co_return keep_alive;
  for (asio::const_buffer& part : parts) {
    const std::size_t gone = std::min(written, part.size());
    part += gone;
    written -= gone;
  }
  connection.allow(limits.request, limits.linger);
  places.wait_for(connection);
  const auto [error, bytes] = co_await asio::async_write(connection.stream, parts, kAwait);
  co_return !error && keep_alive;
}

// Answers a request of which some is still on its way. Closing with bytes unread resets the connection and takes the
// answer with it, so they are read and dropped for a moment. Always false.
asio::awaitable<bool> HttpServer::State::refuse(Connection& connection, Response response) {
  connection.deadline.cancel();
  connection.stream.expires_after(limits.linger);
  co_await send(connection, sealed(std::move(response)), kLastAnswer);
  error_code ignored;
  connection.stream.socket().shutdown(tcp::socket::shutdown_send, ignored);
  connection.deadline.cancel();
  connection.stream.expires_after(limits.linger);
  std::array<char, 16 * 1024> dropped;
  for (std::size_t total = 0; total < 2 * limits.body_bytes;) {
    const auto [error, bytes] = co_await connection.stream.async_read_some(asio::buffer(dropped), kAwait);
    if (error) break;
    total += bytes;
  }
  co_return false;
}

// Answers with events until the listener goes away, falls behind, or the server stops.
asio::awaitable<void> HttpServer::State::answer_with_events(Connection& connection, const Request& request) {
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
    co_await send(connection, sealed(std::move(*refused)), kLastAnswer);
    co_return;
  }
  connection.deadline.cancel();
  connection.idle = true;  // stopping need not wait for it
  Response head = sealed({.status = 200, .content_type = "text/event-stream", .headers = {}, .body = {}});
  const std::string lines =
      first_lines(head, BodyEnd::with_the_connection) + last_lines({clock.now(), true, false, tls.has_value()});
  connection.stream.expires_after(limits.event_write);
  const auto [error, bytes] = co_await asio::async_write(connection.stream, asio::buffer(lines), kAwait);
  if (!error) co_await stream_events(connection, *subscription, limits, stopping);
}

void HttpServer::State::close() {
  stopping = true;
  handlers = {};
  error_code ignored;
  acceptor.close(ignored);
  for (const auto& connection : places.all()) connection->stream.close();
}

void HttpServer::State::tell_if_done() {
  if (stopping && places.taken() == 0 && done) asio::post(acceptor.get_executor(), std::exchange(done, nullptr));
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
std::size_t HttpServer::connections() const { return state_->places.taken(); }

void HttpServer::stop(std::function<void()> done) {
  state_->stopping = true;
  state_->done = std::move(done);
  error_code ignored;
  state_->acceptor.close(ignored);
  for (const auto& connection : state_->places.all()) {
    if (connection->idle) connection->stream.cancel();
  }
  state_->tell_if_done();
}

}  // namespace tradewatch::web
