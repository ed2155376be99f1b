#include "service/intake/sheet_text.h"

#include <charconv>
#include <optional>
#include <utility>

#include "service/intake/limits.h"
#include "service/intake/utf16.h"
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

}  // namespace

// Escapes side by side are gathered first, since two of them may be one character.
std::string unescaped(std::string_view text) {
  if (text.find("_x") == std::string_view::npos) return std::string(text);
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    std::u16string units;
    for (auto unit = escape_at(text, at); unit; unit = escape_at(text, at)) {
      units += static_cast<char16_t>(*unit);
      at += kEscapeBytes;
    }
    out += utf8_of(units);
    if (at < text.size()) out += text[at++];
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
