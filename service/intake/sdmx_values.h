// What an SDMX message says of a data set, a group, a series or an observation: names and texts, in any order.
//
// Names are compared without regard to case: one standard, and several spellings of it (`FREQ`, `freq`).

#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tradewatch::intake {

class SdmxValues {
 public:
  using Entry = std::pair<std::string, std::string>;  // name, text

  SdmxValues() = default;
  SdmxValues(std::initializer_list<Entry> entries) : entries_(entries) {}

  // A name that is said twice keeps its first text.
  void add(std::string_view name, std::string_view text);

  // Takes what `other` says under names that are not said here.
  void add_missing(const SdmxValues& other);

  // Null when the name is not said.
  [[nodiscard]] const std::string* find(std::string_view name) const;

  // The text of the first of `names` that is said with one; SDMX's `_Z` (not applicable) and `_X` (unspecified) are no
  // text. Empty when there is none.
  [[nodiscard]] std::string_view first_of(std::initializer_list<std::string_view> names) const;

  [[nodiscard]] const std::vector<Entry>& entries() const { return entries_; }
  [[nodiscard]] bool empty() const { return entries_.empty(); }
  void clear() { entries_.clear(); }

 private:
  std::vector<Entry> entries_;  // a handful, so a search from the front is the quickest
};

// ASCII letters in any case are the same.
[[nodiscard]] bool same_name(std::string_view a, std::string_view b);

}  // namespace tradewatch::intake
