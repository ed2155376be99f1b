// Kinds of value that say where: the address to listen on, the store, a path.

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>

#include "service/settings/value_kind.h"

namespace tradewatch::settings {
namespace {

constexpr std::string_view kListenWords = "a numeric address and port such as \"127.0.0.1:8640\" or \"[::1]:8640\"";

// Four plain decimal numbers.
bool is_v4(std::string_view host) {
  int numbers = 0;
  for (std::string_view rest = host;; ++numbers) {
    const std::size_t end = std::min(rest.find('.'), rest.size());
    int value = -1;
    const char* const from = rest.data();
    const auto read = std::from_chars(from, from + end, value);
    if (read.ec != std::errc{} || read.ptr != from + end || value < 0 || value > 255 || end > 3) return false;
    if (end == rest.size()) return numbers == 3;
    rest.remove_prefix(end + 1);
  }
}

bool is_bracketed_v6(std::string_view host) {
  if (!host.starts_with('[') || !host.ends_with(']')) return false;
  std::array<unsigned char, sizeof(in6_addr)> bytes{};
  return inet_pton(AF_INET6, std::string(host.substr(1, host.size() - 2)).c_str(), bytes.data()) == 1;
}

bool holds_password(std::string_view url) {
  const std::size_t begin = url.find("://") + 3;
  const std::string_view authority = url.substr(begin, url.find('/', begin) - begin);
  const std::size_t at = authority.rfind('@');
  const bool in_user = at != std::string_view::npos && authority.substr(0, at).find(':') != std::string_view::npos;
  return in_user || url.find("password=") != std::string_view::npos;
}

// What RFC 5321 calls Mailbox, without its quoted forms: nothing of it can end a header or a command.
bool is_mail_address(std::string_view text) {
  constexpr std::string_view kSigns = "!#$%&'*+-/=?^_`{|}~.";
  constexpr std::size_t kMaxLocal = 64;
  constexpr std::size_t kMax = 254;
  const auto is_letter = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  };
  const auto has_empty_part = [](std::string_view part) {
    return part.empty() || part.starts_with('.') || part.ends_with('.') || part.find("..") != part.npos;
  };
  const std::size_t at = text.find('@');
  if (at == std::string_view::npos || at > kMaxLocal || text.size() > kMax) return false;
  const std::string_view local = text.substr(0, at);
  const std::string_view domain = text.substr(at + 1);
  if (has_empty_part(local) || has_empty_part(domain)) return false;
  return std::ranges::all_of(local, [&](char c) { return is_letter(c) || kSigns.contains(c); }) &&
         std::ranges::all_of(domain, [&](char c) { return is_letter(c) || c == '.' || c == '-'; });
}

}  // namespace

bool is_loopback(const Listen& listen) { return listen.address.starts_with("127.") || listen.address == "::1"; }

Kind<Listen> listen_address() {
  return {std::string(kListenWords), [](const toml::node& node) -> std::expected<Listen, Miss> {
            const auto* string = node.as_string();
            if (string == nullptr) return miss();
            const std::string_view text = string->get();
            const std::size_t colon = text.rfind(':');
            if (colon == std::string_view::npos || colon == 0) return miss();
            Listen listen;
            const char* end = text.data() + text.size();
            const auto read = std::from_chars(text.data() + colon + 1, end, listen.port);
            if (read.ec != std::errc{} || read.ptr != end) return miss();
            const std::string_view host = text.substr(0, colon);
            if (host == "localhost") return listen;
            if (is_bracketed_v6(host)) return Listen{std::string(host.substr(1, host.size() - 2)), listen.port};
            if (is_v4(host)) return Listen{std::string(host), listen.port};
            return miss();
          }};
}

Kind<std::string> store_url(const std::filesystem::path& folder) {
  return {R"("sqlite:/path/to/file.db" or "postgresql://host/database")",
          [folder](const toml::node& node) -> std::expected<std::string, Miss> {
            constexpr std::string_view kSqlite = "sqlite:";
            constexpr std::string_view kPostgresql = "postgresql://";
            const auto* string = node.as_string();
            if (string == nullptr) return miss();
            const std::string& url = string->get();
            if (url.starts_with(kPostgresql) && url.size() > kPostgresql.size()) {
              if (!holds_password(url)) return url;
              return std::unexpected(
                  Miss{"an address without one: secrets are never inline; name it in a password file "
                       "(~/.pgpass or PGPASSFILE)",
                       "a password in the address"});
            }
            // `sqlite://host` would read as a path that starts at `//host`; nobody means that.
            if (!url.starts_with(kSqlite) || url.size() == kSqlite.size() || url.starts_with("sqlite://")) {
              return miss();
            }
            return std::string(kSqlite) + (folder / url.substr(kSqlite.size())).lexically_normal().string();
          }};
}

Kind<std::string> host() {
  return {"a host such as \"comtradeapi.un.org\"", [](const toml::node& node) -> std::expected<std::string, Miss> {
            const auto* string = node.as_string();
            if (string == nullptr || string->get().empty() || string->get().size() > 253) return miss();
            std::string name = string->get();
            for (char& c : name) {
              if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
              const bool good = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-';
              if (!good) return miss();
            }
            return name;
          }};
}

Kind<std::filesystem::path> file_path(const std::filesystem::path& folder) {
  return {"a path in quotes", [folder](const toml::node& node) -> std::expected<std::filesystem::path, Miss> {
            const auto* string = node.as_string();
            if (string == nullptr || string->get().empty()) return miss();
            return (folder / string->get()).lexically_normal();
          }};
}

Kind<std::filesystem::path> secret_file(const std::filesystem::path& folder) {
  Kind<std::filesystem::path> kind = file_path(folder);
  kind.expected = "the name of a file that holds the secret";
  kind.read = [folder, in_folder = kind.read](const toml::node& node) -> std::expected<std::filesystem::path, Miss> {
    const auto* string = node.as_string();
    if (string == nullptr) return miss();
    if (string->get().starts_with("whsec_")) {
      return std::unexpected(Miss{"the name of a file that holds it: secrets are never inline", "a key"});
    }
    const char* credentials = std::getenv("CREDENTIALS_DIRECTORY");
    if (credentials != nullptr && !string->get().empty() && string->get().find('/') == std::string::npos) {
      auto file = std::filesystem::path(credentials) / string->get();
      std::error_code error;
      if (std::filesystem::exists(file, error)) return file;
    }
    return in_folder(node);
  };
  return kind;
}

Kind<std::string> mail_address() {
  return {"a mail address such as \"desk@ministry.example\"",
          [](const toml::node& node) -> std::expected<std::string, Miss> {
            const auto* string = node.as_string();
            if (string == nullptr || !is_mail_address(string->get())) return miss();
            return string->get();
          }};
}

}  // namespace tradewatch::settings
