#include "service/intake/sdmx_groups.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace tradewatch::intake {
namespace {

// The texts under `names`, one behind the other; nothing when one is not said. No text of XML or JSON that was taken
// holds the mark between them in the place of a code.
std::optional<std::string> joined(const SdmxValues& values, const std::vector<std::string>& names) {
  std::string key;
  for (const std::string& name : names) {
    const std::string* text = values.find(name);
    if (text == nullptr) return std::nullopt;
    key += *text;
    key += '\x1F';
  }
  return key;
}

}  // namespace

bool SdmxGroups::add(const SdmxValues& key, const SdmxValues& attributes) {
  if (key.empty()) return true;
  std::vector<std::string> names;
  for (const auto& [name, text] : key.entries()) names.push_back(name);
  std::ranges::sort(names);
  auto kind = std::ranges::find(kinds_, names, &Kind::names);
  if (kind == kinds_.end()) {
    if (kinds_.size() == kMaxKinds) return false;
    kinds_.push_back({std::move(names), {}});
    kind = kinds_.end() - 1;
  }
  kind->groups[*joined(key, kind->names)].add_missing(attributes);
  return true;
}

bool SdmxGroups::add_undivided(const SdmxValues& said, const SdmxValues& any_series) {
  SdmxValues key;
  SdmxValues attributes;
  for (const auto& [name, text] : said.entries()) {
    const bool never_key = same_name(name, "UNIT_MULT") || same_name(name, "SCALE");
    (any_series.find(name) != nullptr && !never_key ? key : attributes).add(name, text);
  }
  return add(key, attributes);
}

void SdmxGroups::apply(SdmxValues& series) const {
  const SdmxValues own = series;
  for (const Kind& kind : kinds_) {
    const auto key = joined(own, kind.names);
    if (!key) continue;
    const auto group = kind.groups.find(*key);
    if (group != kind.groups.end()) series.add_missing(group->second);
  }
}

}  // namespace tradewatch::intake
