// A regular expression over a text of a document, as mapping files write it (Perl syntax).
//
// It must match the whole text, in any case, Cyrillic letters too. Spaces around the text, and several spaces in a row,
// do not matter. A pattern that would take too long on a hostile text matches nothing.

#pragma once

#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tradewatch::intake {

class TextPattern {
 public:
  // Why the text is no pattern, in words.
  [[nodiscard]] static std::expected<TextPattern, std::string> parse(std::string_view text);

  // The groups as the text writes them (spaces joined), number 0 is the whole; nothing when it does not match.
  [[nodiscard]] std::optional<std::vector<std::string>> match(std::string_view text) const;
  [[nodiscard]] bool matches(std::string_view text) const { return match(text).has_value(); }

  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  struct Compiled;
  std::string text_;
  std::shared_ptr<const Compiled> compiled_;  // never changed; shared by copies of the mapping
};

// `text` without spaces, line ends and no-break spaces around it, and with one space where several are.
[[nodiscard]] std::string joined_spaces(std::string_view text);

}  // namespace tradewatch::intake
