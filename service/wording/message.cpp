#include "service/wording/message.h"

#include <algorithm>

#include "service/wording/catalogue.h"
#include "service/wording/numbers.h"

namespace tradewatch::wording {
namespace {

constexpr std::string_view kRightToLeftIsolate = "\u2067";
constexpr std::string_view kFirstStrongIsolate = "\u2068";
constexpr std::string_view kPopDirectionalIsolate = "\u2069";

// Whether a line from right to left needs to keep `text` together: it holds a digit, or a letter of another script,
// that is not isolated already.
bool runs_its_own_way(std::string_view text) {
  int depth = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text.substr(i).starts_with(kFirstStrongIsolate)) ++depth;
    if (text.substr(i).starts_with(kPopDirectionalIsolate)) --depth;
    if (depth > 0) continue;
    const auto byte = static_cast<unsigned char>(text[i]);
    const bool ascii_word =
        (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
    // Lead bytes: U+0600 to U+06FF is Arabic script, E2 begins punctuation; C2 begins signs such as U+00A0.
    const bool other_script = byte >= 0xC3 && !(byte >= 0xD8 && byte <= 0xDB) && byte != 0xE2;
    if (ascii_word || other_script) return true;
  }
  return false;
}

std::string filled(Language language, std::string_view form, Values values) {
  std::string out;
  for (std::size_t at = 0; at < form.size();) {
    const std::size_t open = std::min(form.find('{', at), form.size());
    out.append(form, at, open - at);
    if (open == form.size()) break;
    const std::size_t close = form.find('}', open);
    if (close == std::string_view::npos) return out.append(form, open);
    const std::string_view name = form.substr(open + 1, close - open - 1);
    const auto value = std::ranges::find(values, name, &Value::first);
    if (value == values.end()) {
      out.append(form, open, close + 1 - open);
    } else {
      out += isolated(language, value->second);
    }
    at = close + 1;
  }
  return out;
}

}  // namespace

void add_part(std::string& list, std::string_view part, Language language) {
  if (!list.empty()) list += say(language, message("between parts of a list", "; "));
  list += part;
}

std::string isolated(Language language, std::string_view text) {
  if (direction_of(language) == "ltr" || !runs_its_own_way(text)) return std::string(text);
  return std::string(kFirstStrongIsolate).append(text).append(kPopDirectionalIsolate);
}

std::string own_line(Language language, std::string_view text) {
  if (direction_of(language) == "ltr" || text.empty()) return std::string(text);
  return std::string(kRightToLeftIsolate).append(text).append(kPopDirectionalIsolate);
}

std::string say(Language language, const Message& message, Values values) {
  return filled(language, translated(language, message), values);
}

std::string say(Language language, const PluralMessage& message, int count, Values values) {
  const std::string form(translated(language, message, count));
  const std::string digits = decimal(count, 0, language);
  // Values may name places of their own, so the count is filled in first and only where the form has it.
  std::string out;
  constexpr std::string_view kCount = "{count}";
  const std::size_t at = form.find(kCount);
  if (at == std::string::npos) return filled(language, form, values);
  out = filled(language, std::string_view(form).substr(0, at), values);
  out += isolated(language, digits);
  return out + filled(language, std::string_view(form).substr(at + kCount.size()), values);
}

}  // namespace tradewatch::wording
