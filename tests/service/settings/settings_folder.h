// A folder of settings files that goes away with its test.

#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "service/settings/settings.h"

namespace tradewatch::settings {

class SettingsFolder {
 public:
  SettingsFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "tradewatch-settings-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no folder for the test");
    path_ = name;
  }
  ~SettingsFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  SettingsFolder(const SettingsFolder&) = delete;
  SettingsFolder& operator=(const SettingsFolder&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  [[nodiscard]] std::filesystem::path main_file() const { return path_ / "tradewatch.toml"; }

  void write(std::string_view name, std::string_view text) const {
    const std::filesystem::path file = path_ / name;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << text;
  }

  [[nodiscard]] auto load() const { return load_settings(main_file()); }

  // The settings; the test fails with every fault when there is any.
  [[nodiscard]] Settings good() const {
    auto settings = load();
    if (settings) return *std::move(settings);
    for (const std::string& line : lines()) ADD_FAILURE() << line;
    return {};
  }

  // Each fault as its line, without the folder's name.
  [[nodiscard]] std::vector<std::string> lines() const {
    std::vector<std::string> lines;
    const auto settings = load();
    if (settings) return lines;
    for (const SettingsFault& fault : settings.error()) {
      std::string line = to_line(fault);
      for (std::size_t at = 0; (at = line.find(path_.string() + "/")) != std::string::npos;) {
        line.erase(at, path_.string().size() + 1);
      }
      lines.push_back(line);
    }
    return lines;
  }

 private:
  std::filesystem::path path_;
};

// A target whose every key is good, with `more` after its own keys.
inline std::string target_text(std::string_view id = "pak-kaz-1bn", std::string_view more = "") {
  return "[[target]]\nid = \"" + std::string(id) +
         "\"\namount = \"1 billion USD\"\nannounced = 2026-02-04\nwindow = \"2026-03/2027-02\"\n"
         "components = [{ reporter = \"PAK\", partner = \"KAZ\", flow = \"export\" }]\n" +
         std::string(more);
}

}  // namespace tradewatch::settings
