#include "service/intake/text_pattern.h"

#include <boost/regex.hpp>
#include <stdexcept>

#include "models/trade/letters.h"

namespace tradewatch::intake {
namespace {

constexpr std::size_t kLongestText = 1024;  // of a cell that is matched; longer ones are prose

}  // namespace

struct TextPattern::Compiled {
  boost::regex regex;
};

std::expected<TextPattern, std::string> TextPattern::parse(std::string_view text) {
  TextPattern pattern;
  pattern.text_ = text;
  try {
    const std::string folded = trade::cyrillic_lower(text);  // ASCII stays: a pattern's `\S` is not its `\s`
    pattern.compiled_ =
        std::make_shared<const Compiled>(boost::regex(folded, boost::regex::perl | boost::regex::icase));
  } catch (const std::runtime_error& error) {  // boost::regex_error among them
    // What follows quotes the pattern, cut where a letter may be in two.
    const std::string_view words = error.what();
    return std::unexpected(std::string(words.substr(0, words.find("  The error occurred"))));
  }
  return pattern;
}

std::optional<std::vector<std::string>> TextPattern::match(std::string_view text) const {
  const std::string plain = joined_spaces(text);
  if (plain.size() > kLongestText) return std::nullopt;
  const std::string folded = trade::cyrillic_lower(plain);
  boost::smatch found;
  try {
    if (!boost::regex_match(folded, found, compiled_->regex)) return std::nullopt;
  } catch (const std::runtime_error&) {  // too complex for this text
    return std::nullopt;
  }
  std::vector<std::string> groups;
  for (std::size_t i = 0; i < found.size(); ++i) {
    const auto& group = found[static_cast<int>(i)];
    const auto first = static_cast<std::size_t>(group.first - folded.cbegin());
    groups.push_back(group.matched ? plain.substr(first, static_cast<std::size_t>(group.length())) : std::string());
  }
  return groups;
}

std::string joined_spaces(std::string_view text) {
  std::string joined;
  bool space = false;
  for (std::size_t at = 0; at < text.size();) {
    const trade::Letter letter = trade::letter_at(text, at);
    const bool blank = letter.code <= 0x20 || letter.code == 0xA0 || letter.code == 0x202F;
    if (blank) {
      space = !joined.empty();
    } else {
      if (space) joined += ' ';
      space = false;
      joined += text.substr(at, letter.bytes);
    }
    at += letter.bytes;
  }
  return joined;
}

}  // namespace tradewatch::intake
