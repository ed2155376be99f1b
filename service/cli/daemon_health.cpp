#include "service/cli/daemon_health.h"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <boost/json.hpp>
#include <cstdio>
#include <memory>

#include "service/cli/entrance.h"
#include "service/delivery/base64.h"
#include "service/delivery/curl_handle.h"

namespace tradewatch::cli {
namespace {

constexpr std::chrono::seconds kHealthTimeout{2};
constexpr std::size_t kHealthBytes = 64 * 1024;
constexpr long kOkStatus = 200;

struct Free {
  void operator()(std::FILE* file) const { std::fclose(file); }
  void operator()(X509* certificate) const { X509_free(certificate); }
  void operator()(unsigned char* bytes) const { OPENSSL_free(bytes); }
};

// `sha256//...` of the first certificate's public key, as libcurl compares it; nothing where the file cannot be read.
std::optional<std::string> pin_of(const std::filesystem::path& file) {
  const std::unique_ptr<std::FILE, Free> in(std::fopen(file.c_str(), "re"));
  const std::unique_ptr<X509, Free> certificate(in ? PEM_read_X509(in.get(), nullptr, nullptr, nullptr) : nullptr);
  if (!certificate) return std::nullopt;
  unsigned char* key = nullptr;
  const int size = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(certificate.get()), &key);
  const std::unique_ptr<unsigned char, Free> owned(key);
  std::string digest(EVP_MAX_MD_SIZE, '\0');
  unsigned int digest_size = 0;
  if (size <= 0 || EVP_Digest(key, static_cast<std::size_t>(size), reinterpret_cast<unsigned char*>(digest.data()),
                              &digest_size, EVP_sha256(), nullptr) != 1) {
    return std::nullopt;
  }
  digest.resize(digest_size);
  return "sha256//" + delivery::to_base64(digest);
}

// The address at which a daemon that listens everywhere is found from here.
settings::Settings seen_from_here(settings::Settings settings) {
  std::string& address = settings.service.listen.address;
  if (address == "0.0.0.0") address = "127.0.0.1";
  if (address == "::") address = "::1";
  return settings;
}

std::optional<std::string> health_of_daemon(const settings::Settings& settings) {
  delivery::CurlHandle handle({.timeout = kHealthTimeout, .allow_private = true});
  const std::string url = address_of(seen_from_here(settings), settings.service.listen.port) + "api/v1/health";
  CURL* easy = handle.prepare(url, "http,https", kHealthBytes);
  const std::filesystem::path& certificate = settings.web.certificate_file;
  const auto pin = certificate.empty() ? std::nullopt : pin_of(certificate);
  if (!certificate.empty()) {
    if (!pin) return std::nullopt;
    // The key alone tells who it is: the certificate may be of any authority and for any name.
    curl_easy_setopt(easy, CURLOPT_PINNEDPUBLICKEY, pin->c_str());
    curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 0L);
    curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 0L);
  }
  if (handle.perform() != CURLE_OK || handle.status() != kOkStatus) return std::nullopt;
  return handle.said();
}

}  // namespace

std::optional<std::string> trouble_of_daemon(const settings::Settings& settings) {
  if (settings.service.listen.port == 0) return std::nullopt;
  const auto answer = health_of_daemon(settings);
  if (!answer) return std::nullopt;
  boost::system::error_code failed;
  const boost::json::value health = boost::json::parse(*answer, failed);
  if (failed || !health.is_object()) return std::nullopt;
  const auto* ready = health.as_object().if_contains("ready");
  const auto* reason = health.as_object().if_contains("reason");
  if (ready == nullptr || ready->if_bool() == nullptr || ready->get_bool()) return std::nullopt;
  return reason != nullptr && reason->is_string() ? std::string(reason->get_string()) : "it does not say why";
}

}  // namespace tradewatch::cli
