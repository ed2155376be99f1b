#include "service/intake/unread_document.h"

#include <utility>

#include "service/intake/shown_text.h"

namespace tradewatch::intake {
namespace {

constexpr const char* kExpected = "figures of trade in a format that is known";
constexpr const char* kAskForCsv = "ask the source for CSV, or save the figures as CSV UTF-8";

// ".xls" of "trade.xls"; a page under such a name comes as a surprise, so the report says it.
std::string extension_of(const std::string& name) {
  const std::size_t dot = name.rfind('.');
  return dot == std::string::npos || name.size() - dot > 8 ? std::string() : name.substr(dot);
}

// What a page or message says first, for errors that a source serves in place of figures: its title, or its first
// line that holds more than markup.
std::string first_words(std::string_view bytes) {
  std::string words;
  bool inside_tag = false;
  for (const char c : bytes.substr(0, 4096)) {
    if (c == '<') inside_tag = true;
    const bool line_end = c == '\n' || c == '\r';
    if (words.find_first_not_of(" \t") != std::string::npos && (line_end || c == '<')) break;
    if (!inside_tag && !line_end) words += c;
    if (c == '>') inside_tag = false;
  }
  const std::size_t start = words.find_first_not_of(" \t");
  return start == std::string::npos ? std::string() : shown(std::string_view(words).substr(start), 80);
}

std::string first_line(std::string_view bytes) {
  const std::size_t start = bytes.find_first_not_of(" \t\r\n");
  if (start == std::string_view::npos) return {};
  return shown(bytes.substr(start, bytes.find_first_of("\r\n", start) - start), 80);
}

std::string page_found(const ReadOptions& options, std::string_view bytes) {
  std::string found = "an HTML page";
  const std::string extension = extension_of(options.document);
  if (!extension.empty() && extension != ".html" && extension != ".htm") found += " named " + shown(extension);
  const std::string words = first_words(bytes);
  return words.empty() ? found : found + ", which begins: " + words;
}

}  // namespace

std::unexpected<Refusal> refused(const ReadOptions& options, std::string found, std::string hint) {
  return std::unexpected(Refusal{options.document, {{1, 0, "", std::move(found), kExpected, std::move(hint)}}, 0});
}

std::unexpected<Refusal> not_read(Content content, std::string_view bytes, const ReadOptions& options) {
  switch (content) {
    case Content::html:
      return refused(options, page_found(options, bytes), "save the table as CSV UTF-8");
    case Content::pdf:
      return refused(options, "a PDF file", "save the table as CSV UTF-8");
    case Content::json:
      return refused(options, "a JSON document, which begins: " + first_line(bytes), kAskForCsv);
    case Content::xml:
      return refused(options, "an XML document, which begins: " + first_line(bytes), kAskForCsv);
    case Content::text:
    case Content::gzip:
    case Content::zip:
    case Content::ole2:
      break;
  }
  return refused(options, "a document of a kind that no reader knows", kAskForCsv);
}

}  // namespace tradewatch::intake
