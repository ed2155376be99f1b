// The demo's settings and store of real figures, in a folder that goes with this.

#pragma once

#include <stdlib.h>

#include <filesystem>
#include <stdexcept>
#include <string>

#include "service/cli/demo.h"
#include "service/settings/settings.h"

namespace tradewatch::cli {

class DemoFolder {
 public:
  explicit DemoFolder(const runtime::Clock& clock) {
    std::string name = (std::filesystem::temp_directory_path() / "tradewatch-demo-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no folder for the test");
    path_ = name;
    setenv("TRADEWATCH_DEMO", name.c_str(), 1);
    const auto file = prepare_demo(clock);
    unsetenv("TRADEWATCH_DEMO");
    if (!file) throw std::runtime_error(file.error().message);
    settings_ = *settings::load_settings(*file);
  }
  DemoFolder(const DemoFolder&) = delete;
  DemoFolder& operator=(const DemoFolder&) = delete;
  ~DemoFolder() { std::filesystem::remove_all(path_); }

  [[nodiscard]] const settings::Settings& settings() const { return settings_; }

 private:
  std::filesystem::path path_;
  settings::Settings settings_;
};

}  // namespace tradewatch::cli
