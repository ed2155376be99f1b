#include <optional>
#include <pugixml.hpp>
#include <unordered_map>
#include <utility>

#include "service/intake/cell_styles.h"
#include "service/intake/encoding.h"
#include "service/intake/limits.h"
#include "service/intake/sheet_rows.h"
#include "service/intake/sheet_text.h"
#include "service/intake/shown_text.h"
#include "service/intake/workbook.h"
#include "service/intake/xml_elements.h"
#include "service/intake/zip_parts.h"

namespace tradewatch::intake {
namespace {

struct Relation {
  std::string type;    // the last word of its address: "worksheet"
  std::string target;  // name of the part
};

using Relations = std::unordered_map<std::string, Relation>;  // by id

std::string folder_of(const std::string& part) {
  const std::size_t slash = part.rfind('/');
  return slash == std::string::npos ? std::string() : part.substr(0, slash + 1);
}

// "xl/worksheets/sheet1.xml" for "/xl/worksheets/sheet1.xml", and for "worksheets/sheet1.xml" or "./../xl/..." seen
// from "xl/".
std::string resolved(const std::string& folder, std::string_view target) {
  std::string path = target.starts_with("/") ? std::string(target) : folder + std::string(target);
  std::vector<std::string> steps;
  for (std::size_t at = 0; at < path.size();) {
    const std::size_t slash = std::min(path.find('/', at), path.size());
    std::string step = path.substr(at, slash - at);
    at = slash + 1;
    if (step.empty() || step == ".") continue;
    if (step != "..") {
      steps.push_back(std::move(step));
    } else if (!steps.empty()) {
      steps.pop_back();
    }
  }
  std::string name;
  for (const std::string& step : steps) name += name.empty() ? step : "/" + step;
  return name;
}

// A part without relations has no such file.
std::expected<Relations, Fault> relations_of(ZipParts& parts, const std::string& part) {
  const std::string folder = folder_of(part);
  const std::string file = folder + "_rels/" + part.substr(folder.size()) + ".rels";
  Relations relations;
  if (!parts.has(file)) return relations;
  auto stream = parts.part(file);
  if (!stream) return std::unexpected(std::move(stream.error()));
  XmlElements elements(std::move(*stream), {"Relationship"});
  for (;;) {
    const auto more = elements.next();
    if (!more) return std::unexpected(more.error());
    if (!*more) return relations;
    const pugi::xml_node& xml = elements.element();
    const std::string_view type = attribute_of(xml, "Type").value();
    const std::string_view mode = attribute_of(xml, "TargetMode").value();
    if (mode == "External") continue;
    relations[attribute_of(xml, "Id").value()] = {std::string(type.substr(type.rfind('/') + 1)),
                                                  resolved(folder, attribute_of(xml, "Target").value())};
  }
}

std::optional<std::string> target_of(const Relations& relations, std::string_view type) {
  for (const auto& [id, relation] : relations) {
    if (relation.type == type) return relation.target;
  }
  return std::nullopt;
}

// The name of the part that lists the sheets, or what the archive is instead.
std::expected<std::string, Fault> workbook_part(ZipParts& parts) {
  const auto relations = relations_of(parts, "");
  if (!relations) return std::unexpected(relations.error());
  std::string name = target_of(*relations, "officeDocument").value_or("xl/workbook.xml");
  std::string found;
  if (name.ends_with(".bin") || parts.has("xl/workbook.bin")) {
    found = "a binary workbook (.xlsb)";
  } else if (parts.has("content.xml") && parts.has("META-INF/manifest.xml")) {
    found = "an OpenDocument file";
  } else if (parts.has("word/document.xml")) {
    found = "a text document (.docx)";
  } else if (!parts.has(name)) {
    found = "a ZIP archive without a workbook";
  }
  if (found.empty()) return name;
  return std::unexpected(
      Fault{0, 0, "", std::move(found), "an .xlsx workbook", "save the sheet as .xlsx or as CSV UTF-8", ""});
}

struct SheetEntry {
  std::string name;
  std::string relation;  // its id
};

struct Contents {
  std::vector<SheetEntry> sheets;
  DateSystem dates = DateSystem::from_1900;
};

std::expected<Contents, Fault> read_contents(PartStream part) {
  Contents contents;
  XmlElements elements(std::move(part), {"sheet", "workbookPr"});
  for (;;) {
    const auto more = elements.next();
    if (!more) return std::unexpected(more.error());
    if (!*more) return contents;
    const pugi::xml_node& xml = elements.element();
    if (elements.name() == "workbookPr") {
      if (attribute_of(xml, "date1904").as_bool()) contents.dates = DateSystem::from_1904;
      continue;
    }
    if (elements.parent() != "sheets") continue;
    SheetEntry entry{attribute_of(xml, "name").value(), attribute_of(xml, "id").value()};
    if (first_bad_byte(entry.name)) {
      return std::unexpected(Fault{0, 0, "", shown(entry.name), "a sheet's name in UTF-8", "", ""});
    }
    contents.sheets.push_back(std::move(entry));
    if (contents.sheets.size() > kMaxSheets) {
      return std::unexpected(Fault{0, 0, "", "more than " + std::to_string(kMaxSheets) + " sheets",
                                   "at most " + std::to_string(kMaxSheets) + " sheets", "split the workbook", ""});
    }
  }
}

// Strings and styles are looked up by what they are; a workbook need have neither.
std::expected<std::vector<std::string>, Fault> strings_of(ZipParts& parts, const Relations& relations) {
  const auto name = target_of(relations, "sharedStrings");
  if (!name) return std::vector<std::string>{};
  auto stream = parts.part(*name);
  if (!stream) return std::unexpected(std::move(stream.error()));
  return read_shared_strings(std::move(*stream));
}

std::expected<CellStyles, Fault> styles_of(ZipParts& parts, const Relations& relations) {
  const auto name = target_of(relations, "styles");
  if (!name) return CellStyles{};
  auto stream = parts.part(*name);
  if (!stream) return std::unexpected(std::move(stream.error()));
  return CellStyles::read(std::move(*stream));
}

}  // namespace

std::expected<Workbook, Fault> read_xlsx(std::string_view bytes) {
  auto parts = ZipParts::open(bytes);
  if (!parts) return std::unexpected(std::move(parts.error()));
  const auto name = workbook_part(*parts);
  if (!name) return std::unexpected(name.error());
  const auto relations = relations_of(*parts, *name);
  if (!relations) return std::unexpected(relations.error());
  auto stream = parts->part(*name);
  if (!stream) return std::unexpected(std::move(stream.error()));
  const auto contents = read_contents(std::move(*stream));
  if (!contents) return std::unexpected(contents.error());
  const auto strings = strings_of(*parts, *relations);
  if (!strings) return std::unexpected(strings.error());
  const auto styles = styles_of(*parts, *relations);
  if (!styles) return std::unexpected(styles.error());

  Workbook workbook;
  SheetTally tally;
  const SheetContext context{*strings, *styles, contents->dates};
  for (const SheetEntry& entry : contents->sheets) {
    const auto relation = relations->find(entry.relation);
    if (relation == relations->end()) {
      return std::unexpected(Fault{0, 0, "", "a sheet without a part", "a whole .xlsx workbook", "fetch it again",
                                   "sheet \"" + shown(entry.name) + "\""});
    }
    if (relation->second.type != "worksheet") continue;  // a sheet of nothing but a chart
    auto sheet_stream = parts->part(relation->second.target);
    if (!sheet_stream) return std::unexpected(std::move(sheet_stream.error()));
    auto sheet = read_sheet(std::move(*sheet_stream), entry.name, context, tally);
    if (!sheet) return std::unexpected(std::move(sheet.error()));
    workbook.sheets.push_back(std::move(*sheet));
  }
  return whole_workbook(std::move(workbook));
}

}  // namespace tradewatch::intake
