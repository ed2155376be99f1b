#include "service/intake/sheet_text.h"

#include <charconv>
#include <optional>
#include <utility>

#include "service/intake/limits.h"
#include "service/intake/xml_elements.h"

namespace tradewatch::intake {
namespace {

constexpr std::size_t kEscapeBytes = 7;  // _xHHHH_

std::optional<unsigned> escape_at(std::string_view text, std::size_t at) {
  if (text.size() - at < kEscapeBytes || !text.substr(at).starts_with("_x") || text[at + 6] != '_') return std::nullopt;
  unsigned unit = 0;
  const char* begin = text.data() + at + 2;
  const auto [end, error] = std::from_chars(begin, begin + 4, unit, 16);
  if (error != std::errc{} || end != begin + 4) return std::nullopt;
  return unit;
}

void append_utf8(std::string& out, unsigned code) {
  const auto byte = [&](unsigned value) { out += static_cast<char>(value); };
  if (code < 0x80) {
    byte(code);
  } else if (code < 0x800) {
    byte(0xC0U | code >> 6U);
    byte(0x80U | (code & 0x3FU));
  } else if (code < 0x10000) {
    byte(0xE0U | code >> 12U);
    byte(0x80U | (code >> 6U & 0x3FU));
    byte(0x80U | (code & 0x3FU));
  } else {
    byte(0xF0U | code >> 18U);
    byte(0x80U | (code >> 12U & 0x3FU));
    byte(0x80U | (code >> 6U & 0x3FU));
    byte(0x80U | (code & 0x3FU));
  }
}

bool is_high(unsigned unit) { return unit >= 0xD800 && unit < 0xDC00; }
bool is_low(unsigned unit) { return unit >= 0xDC00 && unit < 0xE000; }

}  // namespace

std::string unescaped(std::string_view text) {
  if (text.find("_x") == std::string_view::npos) return std::string(text);
  constexpr unsigned kReplacement = 0xFFFD;
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const auto unit = escape_at(text, at);
    if (!unit) {
      out += text[at++];
      continue;
    }
    at += kEscapeBytes;
    unsigned code = *unit;
    if (is_high(code)) {
      const auto low = at < text.size() ? escape_at(text, at) : std::nullopt;
      if (low && is_low(*low)) {
        code = 0x10000 + ((code - 0xD800) << 10U) + (*low - 0xDC00);
        at += kEscapeBytes;
      } else {
        code = kReplacement;
      }
    } else if (is_low(code)) {
      code = kReplacement;
    }
    append_utf8(out, code);
  }
  return out;
}

std::string inner_text(const pugi::xml_node& node) {
  std::string text;
  for (const pugi::xml_node& child : node.children()) {
    if (child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata) text += child.value();
  }
  return text;
}

std::string text_of(const pugi::xml_node& item) {
  std::string text;
  for (const pugi::xml_node& child : item.children()) {
    const std::string_view name = local_name(child.name());
    if (name == "t") text += inner_text(child);
    if (name != "r") continue;
    for (const pugi::xml_node& run : child.children()) {
      if (local_name(run.name()) == "t") text += inner_text(run);
    }
  }
  return unescaped(text);
}

std::expected<std::vector<std::string>, Fault> read_shared_strings(PartStream part) {
  std::vector<std::string> strings;
  std::size_t bytes = 0;
  XmlElements items(std::move(part), {"si"});
  for (;;) {
    const auto more = items.next();
    if (!more) return std::unexpected(more.error());
    if (!*more) return strings;
    strings.push_back(text_of(items.element()));
    bytes += strings.back().size();
    if (bytes > kMaxSheetText || strings.size() > kMaxSheetCells) {
      return std::unexpected(Fault{0, 0, "", "more shared strings than the limits",
                                   "at most " + std::to_string(kMaxSheetCells) + " shared strings of " +
                                       shown_bytes(kMaxSheetText) + " together",
                                   "split the workbook", "part \"xl/sharedStrings.xml\""});
    }
  }
}

}  // namespace tradewatch::intake
