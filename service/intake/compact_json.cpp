#include "service/intake/compact_json.h"

#include <string>
#include <string_view>
#include <utility>

#include "service/intake/json_parts.h"
#include "service/intake/sdmx_figures.h"
#include "service/intake/sdmx_groups.h"

namespace tradewatch::intake {
namespace {

namespace json = boost::json;

// Calls `use` with each of what stands under `name`, and where: one object, or a list of them.
template <typename Use>
void for_each(const json::value& parent, const std::string& place, std::string_view name, Use use) {
  const json::value* found = part(&parent, name);
  if (found == nullptr || found->is_null()) return;
  const std::string here = place + (place.empty() ? "" : ".") + std::string(name);
  const json::array* list = found->if_array();
  if (list == nullptr) return use(*found, here);
  for (std::size_t i = 0; i < list->size(); ++i) use((*list)[i], here + "[" + std::to_string(i) + "]");
}

// Names behind `@`; those with a colon are XML's.
SdmxValues values_of(const json::value& value) {
  SdmxValues values;
  const json::object* object = value.if_object();
  if (object == nullptr) return values;
  for (const auto& [name, text] : *object) {
    const std::string_view key(name);
    const auto scalar = scalar_text(text);
    if (key.starts_with('@') && !key.contains(':') && scalar) values.add(key.substr(1), *scalar);
  }
  return values;
}

class DataReader {
 public:
  explicit DataReader(SdmxFigures& figures) : figures_(figures) {}

  void read(const json::value& data_set, const std::string& place) {
    common_ = values_of(data_set);
    read_groups(data_set, place);
    for_each(data_set, place, "Series", [&](const json::value& series, const std::string& where) {
      if (!is_object(series, where)) return;
      begin(values_of(series));
      for_each(series, where, "Obs", [&](const json::value& observation, const std::string& at) {
        if (is_object(observation, at)) figures_.add(values_of(observation), {0, 0, at});
      });
    });
    for_each(data_set, place, "Obs", [&](const json::value& observation, const std::string& at) {
      if (!is_object(observation, at)) return;
      begin(values_of(observation));
      figures_.add(values_of(observation), {0, 0, at});
    });
  }

 private:
  [[nodiscard]] bool is_object(const json::value& value, const std::string& place) {
    if (value.is_null()) return false;
    if (value.is_object()) return true;
    figures_.collector().fault({0, 0, place}, "", scalar_text(value).value_or("a list"), "an object or a list of them");
    return false;
  }

  void read_groups(const json::value& data_set, const std::string& place) {
    groups_ = {};
    SdmxValues first;
    for (const char* name : {"Series", "Obs"}) {
      for_each(data_set, place, name, [&](const json::value& value, const std::string&) {
        if (first.empty()) first = values_of(value);
      });
    }
    for_each(data_set, place, "Group", [&](const json::value& group, const std::string& where) {
      if (groups_.add_undivided(values_of(group), first)) return;
      figures_.collector().fault({0, 0, where}, "", "groups of more than 16 kinds", "groups of at most 16 kinds");
    });
  }

  void begin(SdmxValues values) {
    groups_.apply(values);
    values.add_missing(common_);
    figures_.begin_series(std::move(values));
  }

  SdmxFigures& figures_;
  SdmxValues common_;
  SdmxGroups groups_;
};

}  // namespace

bool is_compact_json(const json::value& value) { return object_part(&value, "CompactData") != nullptr; }

std::expected<Document, Refusal> read_compact_json(const json::value& value, const ReadOptions& options) {
  const json::value* message = part(&value, "CompactData");
  const json::value* header = part(message, "Header");
  SdmxFigures figures(options, "sdmx-compact-json", text_part(header, "Prepared"));
  figures.of_dataflow(text_part(header, "DataSetID"));
  DataReader reader(figures);
  for_each(*message, "", "DataSet",
           [&](const json::value& data_set, const std::string& place) { reader.read(data_set, place); });
  return std::move(figures).finish();
}

}  // namespace tradewatch::intake
