#include "service/cli/demo.h"

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "service/cli/reading_aids.h"
#include "service/watch/embedded.h"
#include "service/watch/import_document.h"

namespace tradewatch::cli {
namespace {

namespace fs = std::filesystem;

bool holds(const fs::path& file, std::string_view content) {
  std::ifstream in(file, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  return in && text.str() == content;
}

OrStop<void> take_figures(const fs::path& settings_file, const runtime::Clock& clock) {
  auto loaded = settings::load_settings(settings_file);
  if (!loaded) return std::unexpected(Stop{settings::to_line(loaded.error().front()), kFailed});
  auto store = open_store(*loaded, storage::OpenMode::read_write);
  if (!store) return std::unexpected(store.error());
  const auto aids = reading_aids(*loaded);
  if (!aids) return std::unexpected(aids.error());
  Lending lending(*aids);
  for (const watch::EmbeddedFile& file : watch::embedded_files()) {
    if (!file.name.ends_with(".csv") || file.name == "panel_prior.csv") continue;
    intake::ReadOptions options;
    options.document = file.name;
    options.taken_date = std::chrono::floor<std::chrono::days>(clock.now());
    if (const auto lent = lending.lend_to(options); !lent) return std::unexpected(lent.error());
    const auto report = watch::import_document(*store, std::string(file.content), options, clock.now(), watch::Dry::no);
    if (!report) return std::unexpected(stop_of(report.error()));
    if (report->outcome == intake::DocumentReport::Outcome::refused) {
      return std::unexpected(Stop{intake::to_text(*report), kRefused});
    }
  }
  return {};
}

}  // namespace

fs::path demo_folder() {
  if (const char* folder = std::getenv("TRADEWATCH_DEMO"); folder != nullptr && *folder != '\0') return folder;
  if (const char* state = std::getenv("XDG_STATE_HOME"); state != nullptr && *state != '\0') {
    return fs::path(state) / "tradewatch" / "demo";
  }
  const char* home = std::getenv("HOME");
  return fs::path(home != nullptr ? home : "/tmp") / ".local" / "state" / "tradewatch" / "demo";
}

OrStop<fs::path> prepare_demo(const runtime::Clock& clock) {
  const fs::path folder = demo_folder();
  std::error_code failed;
  fs::create_directories(folder, failed);
  if (failed) return std::unexpected(Stop{folder.string() + ": " + failed.message(), kFailed});
  fs::path file = folder / "tradewatch.toml";
  const std::string_view settings = watch::embedded_file("demo.toml");
  if (!holds(file, settings)) {
    std::ofstream out(file, std::ios::binary | std::ios::trunc);
    out << settings;
    out.close();
    if (!out) return std::unexpected(Stop{file.string() + ": cannot be written", kFailed});
  }
  if (const auto taken = take_figures(file, clock); !taken) return std::unexpected(taken.error());
  return file;
}

}  // namespace tradewatch::cli
