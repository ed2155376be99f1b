#include "service/intake/xml_text.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "service/intake/encoding.h"
#include "service/intake/limits.h"
#include "service/intake/sdmx_values.h"
#include "service/intake/shown_text.h"

namespace tradewatch::intake {
namespace {

// What the declaration says, or nothing: <?xml version="1.0" encoding="ISO-8859-1"?>
std::string_view declared_encoding(std::string_view bytes) {
  std::string_view declaration = bytes.substr(0, bytes.substr(0, 256).find("?>"));
  const std::size_t name = declaration.find("encoding");
  if (!declaration.starts_with("<?xml") || name == std::string_view::npos) return {};
  const std::size_t open = declaration.find_first_of("\"'", name);
  if (open == std::string_view::npos) return {};
  const std::size_t close = declaration.find(declaration[open], open + 1);
  return close == std::string_view::npos ? std::string_view() : declaration.substr(open + 1, close - open - 1);
}

std::string utf8_of_latin1(std::string_view bytes) {
  std::string text;
  text.reserve(bytes.size());
  for (const char c : bytes) {
    const auto code = static_cast<unsigned char>(c);
    if (code >= 0x80) text += static_cast<char>(0xC0U | (code >> 6U));
    text += code < 0x80 ? c : static_cast<char>(0x80U | (code & 0x3FU));
  }
  return text;
}

std::optional<Fault> over_limits(std::string_view bytes) {
  if (bytes.size() > kMaxDocumentBytes) {
    return Fault{0,
                 0,
                 "",
                 std::to_string(bytes.size()) + " bytes",
                 "at most " + std::to_string(kMaxDocumentBytes) + " bytes (64 MiB)",
                 "split the document"};
  }
  const auto marks =
      static_cast<std::size_t>(std::ranges::count_if(bytes, [](char c) { return c == '<' || c == '='; }));
  if (marks <= kMaxXmlMarks) return std::nullopt;
  return Fault{0,
               0,
               "",
               std::to_string(marks) + " elements and attributes",
               "at most " + std::to_string(kMaxXmlMarks) + " elements and attributes",
               "split the document"};
}

}  // namespace

std::string_view plain_name(const pugi::xml_node& element) {
  const std::string_view name = element.name();
  const std::size_t colon = name.rfind(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

pugi::xml_node child_named(const pugi::xml_node& parent, std::string_view name) {
  return parent.find_child([&](const pugi::xml_node& child) { return plain_name(child) == name; });
}

std::expected<XmlText, Fault> XmlText::parse(std::string_view bytes) {
  if (auto fault = over_limits(bytes)) return std::unexpected(*std::move(fault));
  XmlText xml;
  xml.bytes_ = bytes;
  const std::string_view encoding = declared_encoding(bytes);
  if (same_name(encoding, "ISO-8859-1") || same_name(encoding, "latin1")) xml.converted_ = utf8_of_latin1(bytes);
  const std::string_view text = xml.text();
  if (const auto bad = first_bad_byte(text)) {
    return std::unexpected(Fault{xml.line_at(*bad), 0, "", shown(text.substr(*bad, 1)), "text in UTF-8",
                                 encoding.empty() ? "" : "the document says " + shown(encoding, 40)});
  }
  const auto parsed =
      xml.tree_.load_buffer(text.data(), text.size(), pugi::parse_default | pugi::parse_doctype, pugi::encoding_utf8);
  const pugi::xml_node doctype =
      xml.tree_.find_child([](const pugi::xml_node& child) { return child.type() == pugi::node_doctype; });
  if (doctype || parsed.status == pugi::status_bad_doctype) {
    return std::unexpected(Fault{xml.line_at(text.find("<!DOCTYPE")), 0, "", "an XML document with a DOCTYPE",
                                 "XML without entities of its own", ""});
  }
  if (!parsed) {
    const auto offset = static_cast<std::size_t>(parsed.offset);
    const std::string found = offset + 1 >= text.size() ? "XML that breaks off" : "XML that is not well-formed";
    return std::unexpected(
        Fault{xml.line_at(offset), 0, "", found, "a whole XML document", std::string(parsed.description())});
  }
  return xml;
}

int XmlText::line_at(std::size_t offset) {
  const std::string_view all = text();
  offset = std::min(offset, all.size());
  if (offset < at_) {
    at_ = 0;
    line_ = 1;
  }
  for (; at_ < offset; ++at_) {
    const bool lone_return = all[at_] == '\r' && all.substr(at_ + 1, 1) != "\n";
    if (all[at_] == '\n' || lone_return) ++line_;
  }
  return line_;
}

int XmlText::line_of(const pugi::xml_node& element) {
  const auto offset = element.offset_debug();
  return offset < 0 ? 0 : line_at(static_cast<std::size_t>(offset));
}

}  // namespace tradewatch::intake
