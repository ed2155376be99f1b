#include "service/intake/read_document.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "service/intake/compact_json.h"
#include "service/intake/comtrade_csv.h"
#include "service/intake/comtrade_json.h"
#include "service/intake/content.h"
#include "service/intake/csv_source.h"
#include "service/intake/encoding.h"
#include "service/intake/gunzip.h"
#include "service/intake/json_rows.h"
#include "service/intake/json_text.h"
#include "service/intake/latin1.h"
#include "service/intake/limits.h"
#include "service/intake/mapped_document.h"
#include "service/intake/sdmx_csv.h"
#include "service/intake/sdmx_json.h"
#include "service/intake/sdmx_xml.h"
#include "service/intake/shown_text.h"
#include "service/intake/unread_document.h"
#include "service/intake/workbook.h"
#include "service/intake/xml_text.h"

namespace tradewatch::intake {
namespace {

using Read = std::expected<Document, Refusal>;

// A JSON format: what it is known by, and who reads it.
struct JsonFormat {
  bool (*is)(const boost::json::value& document);
  Read (*read)(const boost::json::value& document, const ReadOptions& options);
};

constexpr std::array kJsonFormats = {
    JsonFormat{is_comtrade_json, read_comtrade_json},
    JsonFormat{is_sdmx_json, read_sdmx_json},
    JsonFormat{is_compact_json, read_compact_json},
};

Read read_json(std::string_view bytes, const ReadOptions& options) {
  const auto document = parse_json(bytes);
  if (!document) return std::unexpected(Refusal{options.document, {document.error()}, 0});
  std::vector<TableReading> readings;
  if (is_json_table(*document)) {
    readings = reading_of(tables_of_json(*document));
    if (auto mapped = read_by_mapping(readings, options)) return *std::move(mapped);
  }
  for (const JsonFormat& format : kJsonFormats) {
    if (format.is(*document)) return format.read(*document, options);
  }
  return std::unexpected(
      with_nearest_mapping(std::move(not_read(Content::json, bytes, options).error()), readings, options));
}

// A CSV format with columns of its own, told by its header.
struct CsvFormat {
  bool (*is)(const std::vector<RowCell>& header);
  Read (*read)(RowSource& source, const ReadOptions& options);
};

constexpr std::array kCsvFormats = {
    CsvFormat{is_comtrade_csv, read_comtrade_csv},
    CsvFormat{is_sdmx_csv, read_sdmx_csv},
};

// What the house format says is wrong with a document that no mapping fits.
Read refused_by_house(std::string_view bytes, const std::vector<TableReading>& readings, const ReadOptions& options) {
  auto read = read_house(bytes, options);
  if (!read) return std::unexpected(with_nearest_mapping(std::move(read.error()), readings, options));
  return read;
}

// What the first row says a CSV document is: a format with columns of its own, or else perhaps the house format.
struct ByHeader {
  const CsvFormat* format = nullptr;
  bool house = false;
};

// Nothing where the first row cannot be read.
std::optional<ByHeader> by_header(std::string_view bytes) {
  CsvSource start(bytes);
  if (start.next() != RowSource::Step::row) return std::nullopt;
  for (const CsvFormat& format : kCsvFormats) {
    if (format.is(start.cells())) return ByHeader{&format, false};
  }
  return ByHeader{nullptr, is_house_header(start.cells())};
}

// A foreign document, read in the encoding it comes in; nothing when its header is of the house format.
std::optional<Read> read_foreign_csv(std::string_view bytes, const ReadOptions& options) {
  if (bytes.size() > kMaxDocumentBytes) return std::nullopt;
  const bool ask_header = options.mapping == nullptr;
  // Before a large document is looked through for its encoding.
  if (ask_header && by_header(bytes).value_or(ByHeader{}).house) return std::nullopt;
  const std::string_view raw = bytes;
  std::string repaired;
  if (!foreign_encoding(bytes.substr(0, 4096)) && first_bad_byte(bytes)) {
    repaired = utf8_from_latin1(bytes);
    bytes = repaired;
  }
  if (ask_header) {
    const auto known = by_header(bytes);
    if (!known || known->house) return std::nullopt;
    if (known->format != nullptr) {
      CsvSource source(bytes);
      return known->format->read(source, options);
    }
  }
  const std::vector<TableReading> readings = readings_of_csv(bytes);
  if (auto mapped = read_by_mapping(readings, options)) return mapped;
  return refused_by_house(raw, readings, options);
}

Read read_csv(std::string_view bytes, const ReadOptions& options) {
  if (auto foreign = read_foreign_csv(bytes, options)) return *std::move(foreign);
  return read_house(bytes, options);
}

Read read_xml(std::string_view bytes, const ReadOptions& options) {
  auto xml = XmlText::parse(bytes);
  if (!xml) return std::unexpected(Refusal{options.document, {std::move(xml.error())}, 0});
  return is_sdmx_xml(*xml) ? read_sdmx_xml(*xml, options) : Read(not_read(Content::xml, bytes, options));
}

Read read_workbook(std::string_view bytes, std::expected<Workbook, Fault> (*sheets_of)(std::string_view),
                   const ReadOptions& options) {
  if (bytes.size() > kMaxDocumentBytes) {
    return refused(options, std::to_string(bytes.size()) + " bytes",
                   "at most " + std::to_string(kMaxDocumentBytes) + " bytes (64 MiB) are read: split the workbook");
  }
  const auto workbook = sheets_of(bytes);
  if (!workbook) return std::unexpected(Refusal{options.document, {workbook.error()}, 0});
  const std::vector<TableReading> readings = reading_of(tables_of(*workbook));
  if (auto mapped = read_by_mapping(readings, options)) return *std::move(mapped);
  auto unknown = refused(options, "a workbook of no known kind: " + sheets_in_words(*workbook),
                         "read it with a mapping file: import --mapping FILE");
  return std::unexpected(with_nearest_mapping(std::move(unknown.error()), readings, options));
}

Read read_by_content(std::string_view bytes, const ReadOptions& options) {
  const Content content = recognise(bytes);
  switch (content) {
    case Content::text:
      return read_csv(bytes, options);
    case Content::gzip: {
      const auto unpacked = gunzip(bytes, kMaxDocumentBytes);
      if (!unpacked) return refused(options, "a gzip file", unpacked.error());
      if (recognise(*unpacked) == Content::gzip) return refused(options, "gzip inside gzip", "unpack it once");
      return read_by_content(*unpacked, options);
    }
    case Content::json:
      return read_json(bytes, options);
    case Content::xml:
      return read_xml(bytes, options);
    case Content::zip:
      return read_workbook(bytes, read_xlsx, options);
    case Content::ole2:
      return read_workbook(bytes, read_xls, options);
    case Content::pdf:
    case Content::html:
      break;
  }
  return not_read(content, bytes, options);
}

}  // namespace

Read read_document(std::string_view bytes, const ReadOptions& options) {
  if (options.format == "house-csv") return read_house(bytes, options);
  auto read = read_by_content(bytes, options);
  if (!read || options.format.empty() || read->format == options.format) return read;
  Fault fault{0, 0, "", "a document in the format " + read->format, "the format " + shown(options.format), ""};
  fault.hint = "leave out --format: the content decides";
  return std::unexpected(Refusal{options.document, {std::move(fault)}, 0});
}

}  // namespace tradewatch::intake
