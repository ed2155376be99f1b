#include "models/trade/name_key.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>
#include <vector>

#include "models/trade/letters.h"

namespace tradewatch::trade {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 27> kShortWords = {{
    {"rep", "republic"},        {"republique", "republic"},
    {"dem", "democratic"},      {"democratique", "democratic"},
    {"fed", "federated"},       {"st", "saint"},
    {"isds", "islands"},        {"isl", "islands"},
    {"is", "islands"},          {"island", "islands"},
    {"isles", "islands"},       {"ile", "islands"},
    {"iles", "islands"},        {"terr", "territories"},
    {"br", "british"},          {"fmr", "former"},
    {"ex", "former"},           {"territory", "territories"},
    {"people", "peoples"},      {"sts", "states"},
    {"kgdm", "kingdom"},        {"utd", "united"},
    {"остров", "острова"},      {"о", "острова"},  // о-ва, о-в, о.
    {"респ", "республика"},     {"св", "святой"},
    {"дем", "демократическая"},
}};

// Articles and prepositions of English, French, Russian, Kazakh and Urdu. "ва" is what is left of "о-ва".
constexpr std::array<std::string_view, 18> kStopWords = {"the", "of",  "and", "in", "et", "de", "du", "des",  "la",
                                                         "le",  "les", "d",   "l",  "и",  "в",  "ва", "және", "اور"};

// Lower case of Cyrillic letters, those of Kazakh included; ё is е, as most texts write it. 0 when it is no letter.
char32_t cyrillic(char32_t code) {
  if (code < 0x400 || code > 0x52F || (code >= 0x482 && code <= 0x489)) return 0;
  if (code == U'Ё' || code == U'ё') return U'е';
  if (code < 0x410) return code + 0x50;
  if (code < 0x430) return code + 0x20;
  if (code < 0x460) return code;
  if (code == 0x4C0) return 0x4CF;
  if (code > 0x4C0 && code < 0x4CF) return code % 2 == 1 ? code + 1 : code;
  return code | 1U;
}

// Letters of Urdu as Urdu writes them, whichever keyboard they come from; 0 when it is no letter.
char32_t arabic(char32_t code) {
  if (code == 0x64A || code == 0x649) return 0x6CC;  // yeh
  if (code == 0x643) return 0x6A9;                   // kaf
  if (code == 0x647 || code == 0x6BE) return code;
  return code >= 0x620 && code <= 0x6D3 && code != 0x640 && !(code >= 0x64B && code <= 0x66F) ? code : 0;
}

// й and ї written as two characters become one; other marks are left out.
void combine(std::string& plain, char32_t mark) {
  constexpr std::string_view kI = "и";
  if (mark == 0x306 && plain.ends_with(kI)) plain.replace(plain.size() - kI.size(), kI.size(), "й");
}

bool is_mark(char32_t code) { return (code >= 0x300 && code <= 0x36F) || (code >= 0x64B && code <= 0x652); }

bool is_punctuation(char32_t code) {
  return code == 0xA0 || code == 0xAB || code == 0xBB || (code >= 0x2010 && code <= 0x2015) || code == 0x201C ||
         code == 0x201D || code == 0x201E || code == 0x202F || code == 0x60C || code == 0x200C;
}

// Words in lower case with single spaces between them, in their order; nothing when a character fits no name.
std::optional<std::string> plain_words(std::string_view text) {
  std::string plain;
  for (std::size_t at = 0; at < text.size();) {
    const Letter letter = letter_at(text, at);
    at += letter.bytes;
    if (!letter.valid || (letter.code < 0x20 && letter.code != '\n' && letter.code != '\r' && letter.code != '\t')) {
      return std::nullopt;
    }
    if (is_mark(letter.code)) {
      combine(plain, letter.code);
    } else if (letter.code == U'\'' || letter.code == U'\u2019' ||
               (letter.code == U'.' && !plain.empty() && static_cast<unsigned char>(plain.back()) < 0x80)) {
      continue;  // U.S.A. is one word; Cyrillic abbreviations are words of their own
    } else if (const char32_t other = cyrillic(letter.code) != 0 ? cyrillic(letter.code) : arabic(letter.code)) {
      append_utf8(plain, other);
    } else if (is_punctuation(letter.code)) {
      plain += ' ';
    } else if (const char* base = latin_base(letter.code)) {
      const bool word = letter.code >= 0x80 || std::isalnum(static_cast<unsigned char>(*base)) != 0;
      plain += word ? base : " ";
    } else {
      return std::nullopt;
    }
  }
  return plain;
}

}  // namespace

std::optional<std::string> name_key(std::string_view text) {
  const auto plain = plain_words(text);
  if (!plain) return std::nullopt;
  std::vector<std::string_view> words;
  const std::string_view all = *plain;
  for (std::size_t at = 0; at < all.size();) {
    const std::size_t end = std::min(all.find(' ', at), all.size());
    std::string_view word = all.substr(at, end - at);
    for (const auto& [brief, full] : kShortWords) {
      if (word == brief) word = full;
    }
    if (!word.empty() && std::ranges::find(kStopWords, word) == kStopWords.end()) words.push_back(word);
    at = end + 1;
  }
  if (words.empty()) return std::nullopt;
  std::sort(words.begin(), words.end());
  std::string key;
  for (const std::string_view word : words) key.append(key.empty() ? "" : " ").append(word);
  return key;
}

}  // namespace tradewatch::trade
