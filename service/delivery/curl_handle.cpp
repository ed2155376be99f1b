#include "service/delivery/curl_handle.h"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <new>
#include <stdexcept>

#include "service/settings/address.h"

namespace tradewatch::delivery {
namespace {

constexpr int kConnectShare = 3;  // of the whole time, connecting takes a third
constexpr long kMaxIdleS = 60;    // a connection that rested longer is not used again
constexpr std::size_t kMaxNumber = INET6_ADDRSTRLEN;

void start_libcurl() {
  static const CURLcode ready = curl_global_init(CURL_GLOBAL_DEFAULT);  // once for all threads
  if (ready != CURLE_OK) throw std::runtime_error(curl_easy_strerror(ready));
}

std::string number_of(const sockaddr& address) {
  std::array<char, kMaxNumber> text{};
  const void* bytes = nullptr;
  if (address.sa_family == AF_INET) bytes = &reinterpret_cast<const sockaddr_in&>(address).sin_addr;
  if (address.sa_family == AF_INET6) bytes = &reinterpret_cast<const sockaddr_in6&>(address).sin6_addr;
  if (bytes == nullptr || inet_ntop(address.sa_family, bytes, text.data(), text.size()) == nullptr) return {};
  return text.data();
}

}  // namespace

CurlHandle::CurlHandle(Connection connection) : connection_(std::move(connection)) {
  start_libcurl();
  easy_.reset(curl_easy_init());
  if (!easy_) throw std::bad_alloc();
}

std::size_t CurlHandle::receive(char* bytes, std::size_t size, std::size_t count, void* self) {
  auto& handle = *static_cast<CurlHandle*>(self);
  const std::size_t room = handle.max_bytes_ - handle.said_.size();
  handle.said_.append(bytes, std::min(size * count, room));
  return size * count;  // what is more is of no interest, and no fault of the other side
}

int CurlHandle::look_up(void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  return static_cast<CurlHandle*>(self)->interrupted_ ? 1 : 0;
}

// Looked at here, after names are resolved: a public name can lead to a private address at any moment.
curl_socket_t CurlHandle::open_socket(void* self, curlsocktype, curl_sockaddr* address) {
  auto& handle = *static_cast<CurlHandle*>(self);
  if (!handle.allow_private_ && settings::is_private_number(number_of(address->addr))) {
    handle.refused_private_ = true;
    return CURL_SOCKET_BAD;
  }
  return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

CURL* CurlHandle::prepare(const std::string& url, const char* protocols, std::size_t max_bytes) {
  CURL* easy = easy_.get();
  curl_easy_reset(easy);
  words_[0] = '\0';
  said_.clear();
  max_bytes_ = max_bytes;
  refused_private_ = false;
  const auto address = settings::parse_address(url, {"http", "https", "smtp", "smtps"});
  allow_private_ = connection_.allow_private || (address && address->is_private());
  const auto whole_ms = static_cast<long>(connection_.timeout.count());
  curl_easy_setopt(easy, CURLOPT_URL, url.c_str());
  curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, protocols);
  curl_easy_setopt(easy, CURLOPT_PROXY, "");
  curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
  curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, whole_ms);
  curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, std::max(whole_ms / kConnectShare, 1L));
  curl_easy_setopt(easy, CURLOPT_MAXAGE_CONN, kMaxIdleS);
  curl_easy_setopt(easy, CURLOPT_USERAGENT, "tradewatch");
  if (!connection_.ca_file.empty()) curl_easy_setopt(easy, CURLOPT_CAINFO, connection_.ca_file.c_str());
  curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, &open_socket);
  curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, this);
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &receive);
  curl_easy_setopt(easy, CURLOPT_WRITEDATA, this);
  curl_easy_setopt(easy, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(easy, CURLOPT_XFERINFOFUNCTION, &look_up);
  curl_easy_setopt(easy, CURLOPT_XFERINFODATA, this);
  curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, words_.data());
  return easy;
}

CURLcode CurlHandle::perform() {
  if (interrupted_) return CURLE_ABORTED_BY_CALLBACK;
  return curl_easy_perform(easy_.get());
}

long CurlHandle::status() const {
  long status = 0;
  curl_easy_getinfo(easy_.get(), CURLINFO_RESPONSE_CODE, &status);
  return status;
}

bool CurlHandle::reused() const {
  long connections = 0;
  curl_easy_getinfo(easy_.get(), CURLINFO_NUM_CONNECTS, &connections);
  return connections == 0;
}

std::string CurlHandle::fault_words(CURLcode code) const {
  if (refused_private_) return "the name leads to an address of a private network";
  if (code == CURLE_ABORTED_BY_CALLBACK) return "interrupted, the service stops or has new settings";
  return words_[0] != '\0' ? words_.data() : curl_easy_strerror(code);
}

TextList::TextList(const std::vector<std::string>& texts) {
  for (const std::string& text : texts) {
    curl_slist* longer = curl_slist_append(list_.get(), text.c_str());
    if (longer == nullptr) throw std::bad_alloc();
    (void)list_.release();  // `longer` is the same list, or begins with it
    list_.reset(longer);
  }
}

}  // namespace tradewatch::delivery
