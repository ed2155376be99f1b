#include "service/intake/sdmx_xml.h"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "service/intake/sdmx_figures.h"
#include "service/intake/sdmx_groups.h"
#include "service/intake/sdmx_xml_values.h"
#include "service/intake/shown_text.h"

namespace tradewatch::intake {
namespace {

enum class Message { structure_specific, generic, compact, no_data, error };

struct MessageName {
  std::string_view element;
  Message message;
  std::string_view format;  // or what it is refused as
};

constexpr std::array<MessageName, 12> kMessages = {{
    {"StructureSpecificData", Message::structure_specific, "sdmx-xml"},
    {"StructureSpecificTimeSeriesData", Message::structure_specific, "sdmx-xml"},
    {"GenericData", Message::generic, "sdmx-generic-xml"},
    {"GenericTimeSeriesData", Message::generic, "sdmx-generic-xml"},
    {"CompactData", Message::compact, "sdmx-compact-xml"},
    {"CrossSectionalData", Message::no_data, "SDMX cross-sectional data"},
    {"UtilityData", Message::no_data, "SDMX utility data"},
    {"Structure", Message::no_data, "an SDMX structure message, with lists and definitions"},
    {"GenericMetadata", Message::no_data, "an SDMX metadata message"},
    {"StructureSpecificMetadata", Message::no_data, "an SDMX metadata message"},
    {"RegistryInterface", Message::no_data, "a message of an SDMX registry"},
    {"Error", Message::error, "an SDMX error message"},
}};

const MessageName* message_of(const pugi::xml_node& root) {
  for (const MessageName& name : kMessages) {
    if (name.element == plain_name(root)) return &name;
  }
  return nullptr;
}

// Whether a namespace of the root is one of SDMX: some names of messages are everybody's words.
bool says_sdmx(const pugi::xml_node& root) {
  for (const pugi::xml_attribute& attribute : root.attributes()) {
    if (!std::string_view(attribute.name()).starts_with("xmlns")) continue;
    const std::string_view space = attribute.value();
    if (space.contains("sdmx") || space.contains("SDMX")) return true;
  }
  return false;
}

std::unexpected<Refusal> refused(const ReadOptions& options, int line, std::string found, std::string hint) {
  return std::unexpected(
      Refusal{options.document, {{line, 0, "", std::move(found), "an SDMX message with data", std::move(hint)}}, 0});
}

// `code 140: Syntax error` of the messages under an element, each at most 200 characters.
std::string words_of(const pugi::xml_node& parent) {
  std::string words;
  for (const pugi::xml_node& message : parent.children()) {
    if (plain_name(message) != "ErrorMessage" && plain_name(message) != "Message") continue;
    const std::string code = message.attribute("code").value();
    if (!words.empty()) words += "; ";
    if (!code.empty()) words += "code " + shown(code, 20) + ": ";
    words += shown(message.text().get(), 200);
    for (const pugi::xml_node& text : message.children()) {
      if (plain_name(text) == "Text") words += shown(text.text().get(), 200);
    }
    if (words.size() > 1000) break;
  }
  return words;
}

// Whether a footer says that the data are not whole: a message of severity Error, or the codes of an answer that was
// too large (SDMX 2.1, section 7: 130, 413, 510).
bool is_incomplete(const pugi::xml_node& footer) {
  for (const pugi::xml_node& message : footer.children()) {
    const std::string_view code = message.attribute("code").value();
    if (same_name(message.attribute("severity").value(), "Error")) return true;
    if (code == "130" || code == "413" || code == "510") return true;
  }
  return false;
}

// The data sets of one message.
class DataReader {
 public:
  DataReader(XmlText& xml, Message message, SdmxFigures& figures)
      : xml_(xml), generic_(message == Message::generic), figures_(figures) {}

  void read(const pugi::xml_node& data_set) {
    data_set_ = xml_values(data_set);
    if (is_deletion(data_set)) return figures_.collector().leave_out("a data set that deletes (action Delete)");
    collect_groups(data_set);
    read_children(data_set);
    for (const pugi::xml_node& child : data_set.children()) {
      if (is_group(child)) read_children(child);  // in GenericData 2.0 series stand in their group
    }
  }

 private:
  static bool is_deletion(const pugi::xml_node& data_set) {
    for (const pugi::xml_attribute& attribute : data_set.attributes()) {
      const std::string_view name = attribute.name();
      if (name.ends_with("action") && same_name(attribute.value(), "Delete")) return true;
    }
    return false;
  }

  static bool is_group(const pugi::xml_node& element) {
    return plain_name(element).ends_with("Group");  // 2.0 writes SiblingGroup
  }

  // What the first series or observation says: where a group's key and attributes are written alike, what it shares
  // with this is its key.
  static SdmxValues first_values(const pugi::xml_node& data_set) {
    for (const pugi::xml_node& child : data_set.children()) {
      const std::string_view name = plain_name(child);
      if (name == "Series" || name == "Obs") return xml_values(child);
    }
    return {};
  }

  void collect_groups(const pugi::xml_node& data_set) {
    groups_ = {};
    const SdmxValues first = generic_ ? SdmxValues() : first_values(data_set);
    for (const pugi::xml_node& child : data_set.children()) {
      if (!is_group(child)) continue;
      const bool few_kinds = generic_ ? groups_.add(generic_key(child), generic_values(child))
                                      : groups_.add_undivided(xml_values(child), first);
      if (few_kinds) continue;
      return figures_.collector().fault({xml_.line_of(child), 0, ""}, "", "groups of more than 16 kinds",
                                        "groups of at most 16 kinds");
    }
  }

  void read_children(const pugi::xml_node& parent) {
    for (const pugi::xml_node& child : parent.children()) {
      const std::string_view name = plain_name(child);
      if (name == "Series") {
        begin(generic_ ? generic_values(child) : xml_values(child));
        for (const pugi::xml_node& observation : child.children()) {
          if (plain_name(observation) == "Obs") add(values_of(observation), observation);
        }
      } else if (name == "Obs") {
        const SdmxValues values = values_of(child);
        begin(values);
        add(values, child);
      }
    }
  }

  SdmxValues values_of(const pugi::xml_node& observation) const {
    return generic_ ? generic_observation(observation) : xml_values(observation);
  }

  void begin(SdmxValues values) {
    groups_.apply(values);
    values.add_missing(data_set_);
    figures_.begin_series(std::move(values));
  }

  void add(const SdmxValues& values, const pugi::xml_node& observation) {
    figures_.add(values, {xml_.line_of(observation), 0, ""});
  }

  XmlText& xml_;
  bool generic_;
  SdmxFigures& figures_;
  SdmxValues data_set_;
  SdmxGroups groups_;
};

// What the header says of the dataflow: an URN or an id, wherever its version of SDMX writes it.
void read_dataflow(const pugi::xml_node& header, SdmxFigures& figures) {
  figures.of_dataflow(child_named(header, "DataSetID").text().get());
  figures.of_dataflow(child_named(header, "KeyFamilyRef").text().get());
  for (const pugi::xml_node& structure : header.children()) {
    if (plain_name(structure) != "Structure") continue;
    for (const pugi::xml_node& part : structure.children()) {
      figures.of_dataflow(part.text().get());
      const pugi::xml_node reference = child_named(part, "Ref");
      figures.of_dataflow(reference.attribute("id").value());
      figures.of_dataflow(child_named(part, "URN").text().get());
    }
  }
}

}  // namespace

bool is_sdmx_xml(const XmlText& xml) {
  const MessageName* message = message_of(xml.root());
  if (message == nullptr) return says_sdmx(xml.root());
  const bool any_word = message->message == Message::no_data || message->message == Message::error;
  return !any_word || says_sdmx(xml.root());
}

std::expected<Document, Refusal> read_sdmx_xml(XmlText& xml, const ReadOptions& options) {
  const pugi::xml_node root = xml.root();
  const MessageName* message = message_of(root);
  const int line = xml.line_of(root);
  if (message == nullptr) {
    return refused(options, line, "an SDMX message <" + shown(root.name(), 60) + ">", "ask for data");
  }
  if (message->message == Message::error) {
    return refused(options, line, std::string(message->format) + ": " + words_of(root), "");
  }
  if (message->message == Message::no_data) {
    return refused(options, line, std::string(message->format), "ask for data, with the series or flat");
  }
  const pugi::xml_node footer = child_named(root, "Footer");
  if (footer && is_incomplete(footer)) {
    return refused(options, xml.line_of(footer), "an SDMX message that is not whole: " + words_of(footer),
                   "ask for less at once");
  }
  const pugi::xml_node header = child_named(root, "Header");
  SdmxFigures figures(options, std::string(message->format), child_named(header, "Prepared").text().get());
  read_dataflow(header, figures);
  if (footer) figures.collector().note("the source says: " + words_of(footer));
  DataReader reader(xml, message->message, figures);
  for (const pugi::xml_node& child : root.children()) {
    if (plain_name(child) == "DataSet") reader.read(child);
  }
  return std::move(figures).finish();
}

}  // namespace tradewatch::intake
