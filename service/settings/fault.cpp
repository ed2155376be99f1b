#include "service/settings/fault.h"

#include "models/trade/letters.h"

namespace tradewatch::settings {

std::string to_line(const SettingsFault& fault) {
  std::string line = fault.file;
  if (fault.line > 0) line += ":" + std::to_string(fault.line) + ":" + std::to_string(fault.column);
  if (!fault.key.empty()) line += ": " + fault.key;
  return line + ": found " + fault.found + ", expected " + fault.expected;
}

std::string did_you_mean(std::string_view text, const std::vector<std::string_view>& candidates) {
  const std::vector<std::string> near = trade::nearest(text, candidates, 1);
  return near.empty() ? std::string{} : "did you mean `" + near.front() + "`?";
}

std::string with_hint(std::string_view words, std::string_view hint) {
  std::string text(words);
  if (!hint.empty()) text.append("; ").append(hint);
  return text;
}

}  // namespace tradewatch::settings
