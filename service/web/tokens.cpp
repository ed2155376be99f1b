#include "service/web/tokens.h"

#include <fmt/format.h>
#include <openssl/crypto.h>
#include <openssl/rand.h>

#include <algorithm>
#include <array>
#include <ranges>
#include <stdexcept>

#include "service/delivery/base64.h"
#include "service/intake/digest.h"

namespace tradewatch::web {
namespace {

constexpr std::string_view kDigestMark = "sha256:";
constexpr std::size_t kDigestDigits = 64;
constexpr std::size_t kMaxNameBytes = 64;
constexpr std::size_t kMaxAuthorization = 4096;  // bytes; the header limit is twice that

bool is_letter_or_digit(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

bool is_digest(std::string_view text) {
  return text.size() == kDigestDigits &&
         std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

bool begins_with_word(std::string_view text, std::string_view word) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  return text.size() > word.size() && text[word.size()] == ' ' &&
         std::ranges::equal(text.substr(0, word.size()), word, {}, lower, lower);
}

// The secret of an `Authorization` header.
std::optional<std::string> secret_of(std::string_view authorization) {
  constexpr std::string_view kBearer = "bearer";
  constexpr std::string_view kBasic = "basic";
  if (authorization.size() > kMaxAuthorization) return std::nullopt;
  if (begins_with_word(authorization, kBearer)) return std::string(authorization.substr(kBearer.size() + 1));
  if (!begins_with_word(authorization, kBasic)) return std::nullopt;
  const auto pair = delivery::from_base64(authorization.substr(kBasic.size() + 1));
  if (!pair) return std::nullopt;
  const std::size_t colon = pair->find(':');
  return colon == std::string::npos ? std::nullopt : std::optional(pair->substr(colon + 1));
}

std::vector<std::string_view> words_of(std::string_view line) {
  std::vector<std::string_view> words;
  while (true) {
    const std::size_t begin = line.find_first_not_of(" \t\r");
    if (begin == std::string_view::npos || line[begin] == '#') return words;
    line.remove_prefix(begin);
    const std::size_t end = std::min(line.find_first_of(" \t\r"), line.size());
    words.push_back(line.substr(0, end));
    line.remove_prefix(end);
  }
}

// A digest that somebody mistook for a token must not end in a log, and a token even less.
std::optional<TokenFault> fault_of(const std::vector<std::string_view>& words) {
  const std::string expected = "NAME read|write sha256:HEX, as `tradewatch token NAME` prints it";
  if (words.size() != 3) return TokenFault{0, fmt::format("{} words", words.size()), expected};
  if (!is_token_name(words[0])) return TokenFault{0, "no name", "a name of up to 64 letters, digits, '-', '_' and '.'"};
  if (words[1] != "read" && words[1] != "write")
    return TokenFault{0, "another scope", "read, or write, which may read too"};
  if (!words[2].starts_with(kDigestMark) || !is_digest(words[2].substr(kDigestMark.size())))
    return TokenFault{0, "no digest", "sha256: and 64 lower-case hexadecimal digits, never the token itself"};
  return std::nullopt;
}

}  // namespace

std::expected<Tokens, std::vector<TokenFault>> Tokens::parse(std::string_view text) {
  Tokens tokens;
  std::vector<TokenFault> faults;
  std::size_t number = 0;
  for (const auto& part : std::views::split(text, '\n')) {
    ++number;
    const std::vector<std::string_view> words = words_of(std::string_view(part.begin(), part.end()));
    if (words.empty()) continue;
    if (auto fault = fault_of(words)) {
      fault->line = number;
      faults.push_back(*std::move(fault));
      continue;
    }
    Token token{std::string(words[0]), words[1] == "write" ? Scope::write : Scope::read,
                std::string(words[2].substr(kDigestMark.size()))};
    if (std::ranges::find(tokens.tokens_, token.name, &Token::name) != tokens.tokens_.end())
      faults.push_back({number, "the name " + token.name + " again", "a name that no other line has"});
    tokens.tokens_.push_back(std::move(token));
  }
  if (tokens.tokens_.empty() && faults.empty())
    faults.push_back({1, "no token", "at least one line; `tradewatch token NAME` makes one"});
  if (!faults.empty()) return std::unexpected(std::move(faults));
  return tokens;
}

const Token* Tokens::find(std::string_view authorization) const {
  const auto secret = secret_of(authorization);
  if (!secret) return nullptr;
  const std::string digest = intake::sha256_hex(*secret);
  const Token* found = nullptr;
  for (const Token& token : tokens_) {
    if (CRYPTO_memcmp(token.sha256.data(), digest.data(), kDigestDigits) == 0) found = &token;
  }
  return found;
}

std::string new_token() {
  std::array<char, kTokenBytes> bytes{};
  if (RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(bytes.size())) != 1)
    throw std::runtime_error("the system gives no random bytes");
  std::string token = delivery::to_base64({bytes.data(), bytes.size()});
  std::ranges::replace(token, '+', '-');
  std::ranges::replace(token, '/', '_');
  std::erase(token, '=');
  return token;
}

std::string token_line(const std::string& name, Scope scope, std::string_view token) {
  return fmt::format("{} {} {}{}", name, scope == Scope::write ? "write" : "read", kDigestMark,
                     intake::sha256_hex(token));
}

bool is_token_name(std::string_view name) {
  return !name.empty() && name.size() <= kMaxNameBytes &&
         std::ranges::all_of(name, [](char c) { return is_letter_or_digit(c) || c == '-' || c == '_' || c == '.'; });
}

}  // namespace tradewatch::web
