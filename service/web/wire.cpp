#include "service/web/wire.h"

namespace tradewatch::web {

namespace asio = boost::asio;
namespace ssl = boost::asio::ssl;
using asio::ip::tcp;
using boost::system::error_code;

asio::awaitable<bool> Wire::open() {
  if (!tls_) co_return true;
  const auto [error] = co_await tls_->async_handshake(ssl::stream_base::server, kAwait);
  co_return !error;
}

asio::awaitable<void> Wire::end() {
  error_code ignored;
  if (tls_) {
    const auto [error] = co_await tls_->async_shutdown(kAwait);
    ignored = error;
  }
  tcp_.socket().shutdown(tcp::socket::shutdown_both, ignored);
  tcp_.close();
}

ssl::context tls_context(const TlsFiles& files, error_code& error) {
  ssl::context context(ssl::context::tls_server);
  context.set_options(ssl::context::no_tlsv1 | ssl::context::no_tlsv1_1, error);
  if (!error) context.use_certificate_chain_file(files.certificate.string(), error);
  if (!error) context.use_private_key_file(files.key.string(), ssl::context::pem, error);
  return context;
}

}  // namespace tradewatch::web
