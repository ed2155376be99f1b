// A client's bytes, in the clear or through TLS 1.2 or 1.3. Slow to compile: for the files that speak Beast.

#pragma once

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <chrono>
#include <cstddef>
#include <optional>
#include <utility>

#include "service/web/tls_files.h"

namespace tradewatch::web {

// Errors as values: an exception for each closed connection would be noise.
inline constexpr auto kAwait = boost::asio::as_tuple(boost::asio::use_awaitable);

// Times out as Beast's own stream does.
class Wire {
 public:
  using executor_type = boost::beast::tcp_stream::executor_type;

  // `tls` is null in the clear.
  Wire(boost::asio::ip::tcp::socket socket, boost::asio::ssl::context* tls) : tcp_(std::move(socket)) {
    if (tls != nullptr) tls_.emplace(tcp_, *tls);
  }

  executor_type get_executor() { return tcp_.get_executor(); }
  boost::asio::ip::tcp::socket& socket() { return tcp_.socket(); }
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

  // Writes what goes without waiting, and returns how many bytes that were; through TLS none. What is left, and every
  // error, is for async_write_some.
  template <typename Buffers>
  std::size_t write_at_once(const Buffers& buffers) {
    boost::system::error_code error;
    if (tls_) return 0;
    if (!tcp_.socket().non_blocking()) tcp_.socket().non_blocking(true, error);
    const std::size_t bytes = error ? 0 : tcp_.socket().write_some(buffers, error);
    return error ? 0 : bytes;
  }

  // False when the client speaks something else.
  boost::asio::awaitable<bool> open();
  // Tells the client that nothing more comes, if it still listens.
  boost::asio::awaitable<void> end();

 private:
  boost::beast::tcp_stream tcp_;
  std::optional<boost::asio::ssl::stream<boost::beast::tcp_stream&>> tls_;
};

// The error is of the file that cannot be used, or of a key that is not the certificate's.
[[nodiscard]] boost::asio::ssl::context tls_context(const TlsFiles& files, boost::system::error_code& error);

}  // namespace tradewatch::web
