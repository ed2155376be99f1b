#include "service/intake/sdmx_values.h"

#include <algorithm>

namespace tradewatch::intake {
namespace {

char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

}  // namespace

bool same_name(std::string_view a, std::string_view b) {
  return a.size() == b.size() && std::ranges::equal(a, b, [](char x, char y) { return upper(x) == upper(y); });
}

void SdmxValues::add(std::string_view name, std::string_view text) {
  if (find(name) == nullptr) entries_.emplace_back(name, text);
}

void SdmxValues::add_missing(const SdmxValues& other) {
  for (const auto& [name, text] : other.entries_) add(name, text);
}

const std::string* SdmxValues::find(std::string_view name) const {
  const auto found = std::ranges::find_if(entries_, [&](const Entry& entry) { return same_name(entry.first, name); });
  return found == entries_.end() ? nullptr : &found->second;
}

std::string_view SdmxValues::first_of(std::initializer_list<std::string_view> names) const {
  for (const std::string_view name : names) {
    const std::string* text = find(name);
    if (text != nullptr && !text->empty() && *text != "_Z" && *text != "_X") return *text;
  }
  return {};
}

}  // namespace tradewatch::intake
