#include "service/intake/read_document.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "service/intake/compact_json.h"
#include "service/intake/content.h"
#include "service/intake/csv_source.h"
#include "service/intake/gunzip.h"
#include "service/intake/json_text.h"
#include "service/intake/limits.h"
#include "service/intake/sdmx_csv.h"
#include "service/intake/sdmx_json.h"
#include "service/intake/sdmx_xml.h"
#include "service/intake/shown_text.h"
#include "service/intake/xml_text.h"

namespace tradewatch::intake {
namespace {

constexpr const char* kExpected = "a CSV document in the house format";
constexpr const char* kAskForCsv = "ask the source for CSV, or save the figures as CSV UTF-8";

std::unexpected<Refusal> refused(const ReadOptions& options, std::string found, std::string hint) {
  return std::unexpected(Refusal{options.document, {{1, 0, "", std::move(found), kExpected, std::move(hint)}}, 0});
}

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

// A JSON format: what it is known by, and who reads it.
struct JsonFormat {
  bool (*is)(const boost::json::value& document);
  std::expected<Document, Refusal> (*read)(const boost::json::value& document, const ReadOptions& options);
};

constexpr std::array kJsonFormats = {
    JsonFormat{is_sdmx_json, read_sdmx_json},
    JsonFormat{is_compact_json, read_compact_json},
};

std::expected<Document, Refusal> read_json(std::string_view bytes, const ReadOptions& options) {
  const auto document = parse_json(bytes);
  if (!document) return std::unexpected(Refusal{options.document, {document.error()}, 0});
  for (const JsonFormat& format : kJsonFormats) {
    if (format.is(*document)) return format.read(*document, options);
  }
  return refused(options, "a JSON document, which begins: " + first_line(bytes), kAskForCsv);
}

std::expected<Document, Refusal> read_xml(std::string_view bytes, const ReadOptions& options) {
  auto xml = XmlText::parse(bytes);
  if (!xml) return std::unexpected(Refusal{options.document, {std::move(xml.error())}, 0});
  if (is_sdmx_xml(*xml)) return read_sdmx_xml(*xml, options);
  return refused(options, "an XML document, which begins: " + first_line(bytes), kAskForCsv);
}

// A CSV format with columns of its own, told by its header.
struct CsvFormat {
  bool (*is)(const std::vector<RowCell>& header);
  std::expected<Document, Refusal> (*read)(RowSource& source, const ReadOptions& options);
};

constexpr std::array kCsvFormats = {
    CsvFormat{is_sdmx_csv, read_sdmx_csv},
};

// The house format says what is wrong with everything that no other format knows.
std::expected<Document, Refusal> read_csv(std::string_view bytes, const ReadOptions& options) {
  CsvSource start(bytes);
  if (bytes.size() > kMaxDocumentBytes || start.next() != RowSource::Step::row) return read_house(bytes, options);
  const auto* const format =
      std::ranges::find_if(kCsvFormats, [&](const CsvFormat& known) { return known.is(start.cells()); });
  if (format == kCsvFormats.end()) return read_house(bytes, options);
  CsvSource source(bytes);
  return format->read(source, options);
}

}  // namespace

std::expected<Document, Refusal> read_document(std::string_view bytes, const ReadOptions& options) {
  switch (recognise(bytes)) {
    case Content::text:
      return read_csv(bytes, options);
    case Content::gzip: {
      const auto unpacked = gunzip(bytes, kMaxDocumentBytes);
      if (!unpacked) return refused(options, "a gzip file", unpacked.error());
      if (recognise(*unpacked) == Content::gzip) return refused(options, "gzip inside gzip", "unpack it once");
      return read_document(*unpacked, options);
    }
    case Content::zip:
    case Content::ole2:
      return refused(options, std::string(name_of(recognise(bytes))), "save the sheet as CSV UTF-8");
    case Content::pdf:
      return refused(options, "a PDF file", "save the table as CSV UTF-8");
    case Content::html:
      return refused(options, page_found(options, bytes), "save the table as CSV UTF-8");
    case Content::json:
      return read_json(bytes, options);
    case Content::xml:
      return read_xml(bytes, options);
  }
  std::unreachable();
}

}  // namespace tradewatch::intake
