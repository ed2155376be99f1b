#include "service/intake/sdmx_json.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "service/intake/json_parts.h"
#include "service/intake/sdmx_figures.h"
#include "service/intake/sdmx_groups.h"
#include "service/intake/sdmx_json_structure.h"
#include "service/intake/shown_text.h"

namespace tradewatch::intake {
namespace {

namespace json = boost::json;

// 1.0 final and 2.0 put everything below "data", drafts of 1.0 at the top.
const json::value* data_of(const json::value& message) {
  const json::value* data = part(&message, "data");
  return data != nullptr && data->is_object() ? data : &message;
}

bool says_sdmx(const json::value& message) {
  const std::string schema = text_part(part(&message, "meta"), "schema");
  return schema.contains("sdmx");
}

// Errors of SDMX-JSON: [{"code": 150, "title": "..."}], in 1.0 final with "detail", in drafts with "message".
std::string error_words(const json::value& message) {
  std::string words;
  const json::array* errors = array_part(&message, "errors");
  if (errors == nullptr) return words;
  for (const json::value& error : *errors) {
    if (!words.empty()) words += "; ";
    const std::string code = text_part(&error, "code");
    if (!code.empty()) words += "code " + shown(code, 20) + ":";
    for (const char* name : {"title", "message", "detail"}) {
      const std::string text = text_part(&error, name);
      if (!text.empty()) words += " " + shown(text, 200);
    }
    if (words.size() > 1000) break;
  }
  return words;
}

std::unexpected<Refusal> refused(const ReadOptions& options, std::string found, std::string hint) {
  return std::unexpected(
      Refusal{options.document, {{0, 0, "", std::move(found), "an SDMX message with data", std::move(hint)}}, 0});
}

// One data set and its structure.
class DataReader {
 public:
  DataReader(SdmxJsonStructure structure, std::string place, SdmxFigures& figures)
      : structure_(std::move(structure)), place_(std::move(place)), figures_(figures) {
    for (const std::string& name : structure_.names) figures_.of_dataflow(name);
  }

  void read(const json::value& data_set) {
    if (same_name(text_part(&data_set, "action"), "Delete")) {
      return figures_.collector().leave_out("a data set that deletes (action Delete)");
    }
    if (!read_common(data_set)) return;
    if (const json::object* all = object_part(&data_set, "series")) {
      for (const auto& [key, series] : *all) read_series(key, series);
    }
    if (const json::object* flat = object_part(&data_set, "observations")) {
      for (const auto& [key, observation] : *flat) read_flat(key, observation);
    }
  }

 private:
  void fault(std::string place, const std::string& found, const char* expected) {
    figures_.collector().fault({0, 0, std::move(place)}, "", found, expected);
  }

  // What holds for the data set, and for groups of series.
  [[nodiscard]] bool read_common(const json::value& data_set) {
    for (const SdmxComponent& dimension : structure_.data_set) {
      if (dimension.texts.size() == 1) common_.add(dimension.id, dimension.texts.front());
    }
    const auto own = read_attributes(part(&data_set, "attributes"), 0, structure_.data_set_attributes, common_);
    if (!own) {
      fault(place_ + ".attributes", own.error(), "a position in the structure");
      return false;
    }
    const json::object* groups = object_part(&data_set, "dimensionGroupAttributes");
    if (groups == nullptr) return true;
    for (const auto& [key, said] : *groups) {
      const std::string place = place_ + ".dimensionGroupAttributes[\"" + shown(key, 80) + "\"]";
      const auto dimensions = read_key(key, structure_.all);
      SdmxValues attributes;
      const auto read = read_attributes(&said, 0, structure_.group_attributes, attributes);
      if (!dimensions || !read) {
        fault(place, dimensions ? read.error() : dimensions.error(), "positions in the structure");
        return false;
      }
      if (groups_.add(*dimensions, attributes)) continue;
      fault(place, "groups of more than 16 kinds", "groups of at most 16 kinds");
      return false;
    }
    return true;
  }

  void begin(SdmxValues values) {
    groups_.apply(values);
    values.add_missing(common_);
    figures_.begin_series(std::move(values));
  }

  void read_series(std::string_view key, const json::value& series) {
    const std::string place = place_ + ".series[\"" + shown(key, 80) + "\"]";
    auto values = read_key(key, structure_.series);
    if (!values) return fault(place, values.error(), "positions in the structure");
    const auto own = read_attributes(part(&series, "attributes"), 0, structure_.series_attributes, *values);
    if (!own) return fault(place, own.error(), "a position in the structure");
    begin(*std::move(values));
    const json::object* observations = object_part(&series, "observations");
    if (observations == nullptr) return;
    for (const auto& [position, observation] : *observations) {
      const std::string where = place + ".observations[\"" + shown(position, 80) + "\"]";
      if (const auto said = values_of(position, observation, where)) figures_.add(*said, {0, 0, where});
    }
  }

  void read_flat(std::string_view key, const json::value& observation) {
    const std::string place = place_ + ".observations[\"" + shown(key, 80) + "\"]";
    const auto values = values_of(key, observation, place);
    if (!values) return;
    begin(*values);
    figures_.add(*values, {0, 0, place});
  }

  // Dimensions, value and attributes of an observation: [6478000, 0, null].
  std::optional<SdmxValues> values_of(std::string_view key, const json::value& observation, const std::string& place) {
    auto values = read_key(key, structure_.observation);
    if (!values) {
      fault(place, values.error(), "positions in the structure");
      return std::nullopt;
    }
    const json::array* said = observation.if_array();
    if (said == nullptr && !observation.is_null()) {
      fault(place, "no list", "a list of the value and its attributes");
      return std::nullopt;
    }
    if (said != nullptr && structure_.value_position < said->size()) {
      const auto value = scalar_text((*said)[structure_.value_position]);
      if (!value) {
        fault(place, "a list or an object", "a number");
        return std::nullopt;
      }
      values->add("OBS_VALUE", *value);
    }
    const auto own = read_attributes(&observation, structure_.measures, structure_.observation_attributes, *values);
    if (!own) {
      fault(place, own.error(), "a position in the structure");
      return std::nullopt;
    }
    return *std::move(values);
  }

  SdmxJsonStructure structure_;
  std::string place_;
  SdmxFigures& figures_;
  SdmxValues common_;
  SdmxGroups groups_;
};

// The structure of a data set: 2.0 numbers them, 1.0 has one.
const json::value* structure_of(const json::value* data, const json::value& data_set) {
  const json::array* structures = array_part(data, "structures");
  if (structures == nullptr) return part(data, "structure");
  const json::value* number = part(&data_set, "structure");
  const std::int64_t index = number == nullptr || !number->is_int64() ? 0 : number->get_int64();
  return index < 0 || static_cast<std::size_t>(index) >= structures->size()
             ? nullptr
             : &(*structures)[static_cast<std::size_t>(index)];
}

}  // namespace

bool is_sdmx_json(const json::value& value) {
  const json::value* data = data_of(value);
  const bool structured = part(data, "structure") != nullptr || part(data, "structures") != nullptr;
  return says_sdmx(value) || (structured && array_part(data, "dataSets") != nullptr);
}

std::expected<Document, Refusal> read_sdmx_json(const json::value& value, const ReadOptions& options) {
  const std::string errors = error_words(value);
  if (!errors.empty()) return refused(options, "an SDMX error message: " + errors, "");
  const json::value* data = data_of(value);
  const json::array* data_sets = array_part(data, "dataSets");
  if (data_sets == nullptr) return refused(options, "an SDMX message without data sets", "ask for data");
  std::string prepared = text_part(part(&value, "meta"), "prepared");
  if (prepared.empty()) prepared = text_part(part(&value, "header"), "prepared");
  SdmxFigures figures(options, "sdmx-json", prepared);
  for (std::size_t i = 0; i < data_sets->size(); ++i) {
    const std::string place = "dataSets[" + std::to_string(i) + "]";
    const json::value* structure = structure_of(data, (*data_sets)[i]);
    if (structure == nullptr) {
      figures.collector().fault({0, 0, place}, "", "a data set without a structure", "the structure of the data set");
      continue;
    }
    DataReader(read_sdmx_json_structure(*structure), place, figures).read((*data_sets)[i]);
  }
  return std::move(figures).finish();
}

}  // namespace tradewatch::intake
