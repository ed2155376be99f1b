// What is wrong with a settings file, where, and what belongs there.

#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tradewatch::settings {

struct SettingsFault {
  std::string file;      // as it was named to us
  int line = 0;          // from 1; 0 when the file as a whole is meant
  int column = 0;        // from 1, in characters
  std::string key;       // dotted, with index: "target[0].window"; empty when no key is meant
  std::string found;     // in words or quoted as written; never a secret
  std::string expected;  // what to write instead
};

// "tradewatch.toml:7:13: target[0].window: found "2026", expected a span of months such as ..."
[[nodiscard]] std::string to_line(const SettingsFault& fault);

// "did you mean `window`?" for the nearest of `candidates`, or empty when none is near.
[[nodiscard]] std::string did_you_mean(std::string_view text, const std::vector<std::string_view>& candidates);

// "words; hint", or the words alone when there is no hint.
[[nodiscard]] std::string with_hint(std::string_view words, std::string_view hint);

}  // namespace tradewatch::settings
