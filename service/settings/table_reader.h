// Reads one TOML table key by key, remembers which keys it was asked for, and notes every fault with its place.
//
// A key that nobody asked for is unknown; finish() says so, with the nearest key that was asked for. A value of the
// wrong kind is a fault and counts as absent, so reading goes on and one run finds all.

#pragma once

#include <toml++/toml.h>

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "service/settings/fault.h"
#include "service/settings/value_kind.h"

namespace tradewatch::settings {

// Where something stands, to point at later.
struct Place {
  std::string file;
  toml::source_position at{};
  std::string key;
};

// The faults of one load, over all of its files.
class FaultList {
 public:
  // Faults that follow are in this file.
  void begin_file(std::string file) { files_.push_back(std::move(file)); }
  [[nodiscard]] const std::string& file() const { return files_.back(); }

  void add(const Place& place, std::string found, std::string expected);
  [[nodiscard]] std::size_t count() const { return faults_.size(); }
  // In order of files, then of places.
  [[nodiscard]] std::vector<SettingsFault> sorted() const;

 private:
  std::vector<std::string> files_;
  std::vector<SettingsFault> faults_;
};

class TableReader {
 public:
  // `path` is the table's dotted name, empty for the whole file. All three outlive the reader.
  TableReader(const toml::table& table, std::string path, toml::source_position at, FaultList& faults)
      : table_(table), path_(std::move(path)), at_(at), faults_(faults) {}

  // The value; absent when the key is, or when its value is at fault.
  template <typename T>
  [[nodiscard]] std::optional<T> optional(std::string_view key, const Kind<T>& kind) {
    const toml::node* node = find(key);
    return node != nullptr ? read(*node, place(key).key, kind) : std::nullopt;
  }

  // As optional(), and a fault when the key is absent, unless a misspelt key stands for it.
  template <typename T>
  [[nodiscard]] std::optional<T> required(std::string_view key, const Kind<T>& kind) {
    const toml::node* node = find(key);
    if (node != nullptr) return read(*node, place(key).key, kind);
    missing(key, kind.expected);
    return std::nullopt;
  }

  // Leaves `target` as it is when the key is absent.
  template <typename Target, typename T>
  void into(Target& target, std::string_view key, const Kind<T>& kind) {
    if (auto value = optional(key, kind)) target = *std::move(value);
  }

  // The good values of a list that has at least one; the faulty ones are noted each. Absent when the key is.
  // `places` says where each good one stands.
  template <typename T>
  [[nodiscard]] std::optional<std::vector<T>> list(std::string_view key, const Kind<T>& kind,
                                                   std::vector<Place>* places = nullptr) {
    const toml::array* array = find_array(key, "a list of " + kind.expected);
    if (array == nullptr) return std::nullopt;
    std::vector<T> values;
    for (std::size_t i = 0; i < array->size(); ++i) {
      auto value = read((*array)[i], item(key, i), kind);
      if (!value) continue;
      values.push_back(*std::move(value));
      if (places != nullptr) places->push_back(item_place(key, i));
    }
    return values;
  }

  // Calls `read` with a reader for the table at `key`, or for each table of the list at `key`, then finishes it.
  void table(std::string_view key, const std::function<void(TableReader&)>& read);
  void each_table(std::string_view key, const std::function<void(TableReader&)>& read);

  // A key that has its fault already: not unknown as well, and never offered.
  void refused(std::string_view key) { refused_.emplace_back(key); }

  [[nodiscard]] bool has(std::string_view key) const { return table_.contains(key); }
  [[nodiscard]] bool is_text(std::string_view key) const { return table_.get_as<std::string>(key) != nullptr; }
  [[nodiscard]] bool is_list(std::string_view key) const { return table_.get_as<toml::array>(key) != nullptr; }
  // Of the table, as it was written. For tables whose keys are the user's own words.
  [[nodiscard]] std::vector<std::string> keys() const;
  // Of the key's value, or of the table when the key is absent.
  [[nodiscard]] Place place(std::string_view key) const;
  [[nodiscard]] Place item_place(std::string_view key, std::size_t index) const;
  // At place(key).
  void fault(std::string_view key, std::string found, std::string expected) {
    faults_.add(place(key), std::move(found), std::move(expected));
  }
  // Says in finish() that `key` is absent.
  void missing(std::string_view key, std::string expected) { missing_.emplace_back(key, std::move(expected)); }
  // The value at `key` as errors show it.
  [[nodiscard]] std::string found(std::string_view key) const;

  // Keys that nobody will ask for because the table is refused already.
  void ignore_others() { others_ignored_ = true; }
  void finish();

  [[nodiscard]] FaultList& faults() { return faults_; }

 private:
  const toml::node* find(std::string_view key);
  const toml::array* find_array(std::string_view key, const std::string& expected);
  [[nodiscard]] std::string item(std::string_view key, std::size_t index) const;

  template <typename T>
  std::optional<T> read(const toml::node& node, const std::string& key, const Kind<T>& kind) {
    auto value = kind.read(node);
    if (value) return *std::move(value);
    const Miss& miss = value.error();
    faults_.add({faults_.file(), node.source().begin, key}, miss.found.empty() ? found_in(node) : miss.found,
                miss.expected.empty() ? kind.expected : miss.expected);
    return std::nullopt;
  }

  const toml::table& table_;
  std::string path_;
  toml::source_position at_;
  FaultList& faults_;
  std::vector<std::string> known_;
  std::vector<std::string> refused_;                          // known, but never offered
  std::vector<std::pair<std::string, std::string>> missing_;  // key, what was expected
  bool others_ignored_ = false;
};

}  // namespace tradewatch::settings
