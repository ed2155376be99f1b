// Who may ask: tokens, of which the service keeps digests alone.
//
// A file of tokens has a line each, `NAME read|write sha256:HEX`; `#` begins a comment. A token is what `tradewatch
// token` printed once: 256 random bits. It comes as `Authorization: Bearer TOKEN`, or as the password of HTTP Basic,
// which is what a browser asks for.

#pragma once

#include <cstddef>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tradewatch::web {

inline constexpr std::size_t kTokenBytes = 32;  // of randomness

enum class Scope { read, write };  // write may read too

struct Token {
  std::string name;
  Scope scope = Scope::read;
  std::string sha256;  // of the token as it is sent; 64 lower-case hexadecimal digits
};

struct TokenFault {
  std::size_t line = 0;  // from 1
  std::string found;
  std::string expected;
};

class Tokens {
 public:
  // Every fault of the file at once. Names are unique; a file without a token is a fault.
  [[nodiscard]] static std::expected<Tokens, std::vector<TokenFault>> parse(std::string_view text);

  // Whose token an `Authorization` header carries; null: none of these. Takes as long whichever it is.
  [[nodiscard]] const Token* find(std::string_view authorization) const;

 private:
  std::vector<Token> tokens_;
};

// A new token, in letters, digits, '-' and '_'. Throws where the system has no randomness.
[[nodiscard]] std::string new_token();

// Its line in the file.
[[nodiscard]] std::string token_line(const std::string& name, Scope scope, std::string_view token);

// Whether it can name a token: 1 to 64 letters, digits, '-', '_' and '.'.
[[nodiscard]] bool is_token_name(std::string_view name);

}  // namespace tradewatch::web
