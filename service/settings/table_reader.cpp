#include "service/settings/table_reader.h"

#include <algorithm>
#include <tuple>

#include "models/trade/letters.h"

namespace tradewatch::settings {
namespace {

// "target[0].alert" as it is written between brackets: "target.alert".
std::string header_of(std::string_view key) {
  std::string header;
  bool inside = false;
  for (const char c : key) {
    if (c == '[') inside = true;
    if (!inside) header += c;
    if (c == ']') inside = false;
  }
  return header;
}

}  // namespace

void FaultList::add(const Place& place, std::string found, std::string expected) {
  faults_.push_back({place.file, static_cast<int>(place.at.line), static_cast<int>(place.at.column), place.key,
                     std::move(found), std::move(expected)});
}

std::vector<SettingsFault> FaultList::sorted() const {
  std::vector<SettingsFault> faults = faults_;
  const auto order = [&](const SettingsFault& fault) {
    return std::tuple(std::find(files_.begin(), files_.end(), fault.file) - files_.begin(), fault.line, fault.column);
  };
  std::sort(faults.begin(), faults.end(), [&](const SettingsFault& a, const SettingsFault& b) {
    return std::tuple(order(a), std::string_view(a.key)) < std::tuple(order(b), std::string_view(b.key));
  });
  return faults;
}

const toml::node* TableReader::find(std::string_view key) {
  known_.emplace_back(key);
  return table_.get(key);
}

const toml::array* TableReader::find_array(std::string_view key, const std::string& expected) {
  const toml::node* node = find(key);
  if (node == nullptr) return nullptr;
  const toml::array* array = node->as_array();
  if (array == nullptr) {
    fault(key, found_in(*node), expected);
  } else if (array->empty()) {
    fault(key, "an empty list", expected);
  }
  return array;
}

Place TableReader::place(std::string_view key) const {
  const toml::node* node = table_.get(key);
  const std::string name = path_.empty() ? std::string(key) : path_ + "." + std::string(key);
  return {faults_.file(), node != nullptr ? node->source().begin : at_, name};
}

std::string TableReader::item(std::string_view key, std::size_t index) const {
  return place(key).key + "[" + std::to_string(index) + "]";
}

Place TableReader::item_place(std::string_view key, std::size_t index) const {
  const toml::array* array = table_.get_as<toml::array>(key);
  const bool known = array != nullptr && index < array->size();
  return {faults_.file(), known ? (*array)[index].source().begin : place(key).at, item(key, index)};
}

std::string TableReader::found(std::string_view key) const {
  const toml::node* node = table_.get(key);
  return node != nullptr ? found_in(*node) : "nothing";
}

void TableReader::table(std::string_view key, const std::function<void(TableReader&)>& read) {
  const toml::node* node = find(key);
  if (node == nullptr) return;
  if (const toml::table* inner = node->as_table()) {
    TableReader reader(*inner, place(key).key, node->source().begin, faults_);
    read(reader);
    reader.finish();
    return;
  }
  fault(key, node->is_array_of_tables() ? "a list of tables" : found_in(*node),
        "one table `[" + header_of(place(key).key) + "]`");
}

void TableReader::each_table(std::string_view key, const std::function<void(TableReader&)>& read) {
  const std::string expected = "a list of tables";
  const toml::node* node = table_.get(key);
  if (node != nullptr && node->is_table() && path_.empty()) {
    known_.emplace_back(key);
    fault(key, "one table `[" + std::string(key) + "]`", "`[[" + std::string(key) + "]]`");
    return;
  }
  const toml::array* array = find_array(key, expected);
  if (array == nullptr) return;
  for (std::size_t i = 0; i < array->size(); ++i) {
    const toml::node& element = (*array)[i];
    if (const toml::table* inner = element.as_table()) {
      TableReader reader(*inner, item(key, i), element.source().begin, faults_);
      read(reader);
      reader.finish();
    } else {
      faults_.add(item_place(key, i), found_in(element), "a table");
    }
  }
}

std::vector<std::string> TableReader::keys() const {
  std::vector<std::string> keys;
  for (const auto& [key, node] : table_) keys.emplace_back(key.str());
  return keys;
}

void TableReader::finish() {
  const std::vector<std::string_view> candidates(known_.begin(), known_.end());
  for (const auto& [key, node] : table_) {
    const auto holds = [&](const std::vector<std::string>& keys) {
      return std::find(keys.begin(), keys.end(), key.str()) != keys.end();
    };
    if (others_ignored_ || holds(known_) || holds(refused_)) continue;
    const std::vector<std::string> near = trade::nearest(key.str(), candidates, 1);
    std::string expected = near.empty() ? "one of " : "a known key; did you mean `" + near.front() + "`?";
    for (std::size_t i = 0; near.empty() && i < known_.size(); ++i) {
      expected.append(i == 0 ? "`" : ", `").append(known_[i]).append("`");
    }
    faults_.add({faults_.file(), key.source().begin, place(key.str()).key}, "an unknown key", expected);
    // One slip of the pen is one fault: the key that was meant is not missing as well.
    if (!near.empty()) std::erase_if(missing_, [&](const auto& gap) { return gap.first == near.front(); });
  }
  for (const auto& [key, expected] : missing_) fault(key, "nothing", expected);
}

}  // namespace tradewatch::settings
