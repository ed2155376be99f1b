// Finds and parses the files, and checks what spans several of them.

#include <algorithm>
#include <fstream>
#include <map>
#include <sstream>

#include "service/settings/assessment_digest.h"
#include "service/settings/settings_reader.h"
#include "service/settings/target_reader.h"

namespace tradewatch::settings {
namespace {

namespace fs = std::filesystem;

class Load {
 public:
  std::expected<Settings, std::vector<SettingsFault>> run(const fs::path& file) {
    settings_.file = file.string();
    const fs::path folder = file.parent_path();
    read_file(file, [&](TableReader& table) {
      read_main_tables(table, folder, settings_, mentions_);
      read_targets(table);
    });
    for (const fs::path& path : target_files(folder / "targets.d")) {
      read_file(path, [&](TableReader& table) { read_targets(table); });
    }
    check_mentions();
    if (faults_.count() > 0) return std::unexpected(faults_.sorted());
    settings_.digest = sha256_hex(bytes_read_);
    return std::move(settings_);
  }

 private:
  // The fault of a file as a whole.
  void refuse(std::string found, std::string expected) {
    faults_.add({faults_.file(), {}, {}}, std::move(found), std::move(expected));
  }

  std::vector<fs::path> target_files(const fs::path& folder) {
    std::vector<fs::path> files;
    std::error_code error;
    if (!fs::exists(folder, error) && !error) return files;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
      if (entry->path().extension() == ".toml") files.push_back(entry->path());
    }
    if (error) {
      faults_.begin_file(folder.string());
      refuse("no folder that can be read (" + error.message() + ")", "a folder of files with targets");
    }
    std::sort(files.begin(), files.end());
    return files;
  }

  void read_file(const fs::path& path, const std::function<void(TableReader&)>& read) {
    faults_.begin_file(path.string());
    const std::optional<std::string> bytes = bytes_of(path);
    if (!bytes) return;
    const std::string name = path.filename().string();
    for (const std::string& part : {name, *bytes}) bytes_read_ += std::to_string(part.size()) + ":" + part;
    try {
      const toml::table table = toml::parse(*bytes, path.string());
      TableReader reader(table, "", {1, 1}, faults_);
      read(reader);
      reader.finish();
    } catch (const toml::parse_error& error) {
      std::string found(error.description());
      std::replace(found.begin(), found.end(), '\n', ' ');
      faults_.add({faults_.file(), error.source().begin, {}}, "what is not TOML (" + found + ")", "TOML 1.0");
    }
  }

  std::optional<std::string> bytes_of(const fs::path& path) {
    constexpr std::string_view kExpected = "a TOML file of settings";
    std::error_code error;
    if (!fs::exists(path, error)) {
      refuse("no such file", std::string(kExpected));
      return std::nullopt;
    }
    if (!fs::is_regular_file(path, error)) {
      refuse("no file but a folder or a device", std::string(kExpected));
      return std::nullopt;
    }
    const std::uintmax_t size = fs::file_size(path, error);
    if (!error && size > kMaxFileBytes) {
      refuse(std::to_string(size) + " bytes", "at most " + std::to_string(kMaxFileBytes) + " bytes");
      return std::nullopt;
    }
    std::ifstream stream(path, std::ios::binary);
    std::ostringstream bytes;
    bytes << stream.rdbuf();
    if (!stream.is_open() || stream.bad() || (size > 0 && bytes.view().empty())) {
      refuse("a file that cannot be read", "a file that this user may read");
      return std::nullopt;
    }
    return std::move(bytes).str();
  }

  void read_targets(TableReader& file) {
    file.each_table("target", [&](TableReader& table) {
      targets::Target target = read_target(table);
      const Place place = table.place("id");
      if (!target.id.empty()) {
        const auto [first, is_new] = ids_.emplace(target.id, place);
        if (!is_new) {
          faults_.add(place, table.found("id"),
                      "an id that no other target has; it stands at " + first->second.file + ":" +
                          std::to_string(first->second.at.line));
        }
      }
      settings_.targets.push_back(std::move(target));
    });
  }

  void check_mentions() {
    std::vector<std::string_view> known;
    for (const auto& [id, place] : ids_) known.push_back(id);
    for (const TargetMention& mention : mentions_) {
      if (ids_.contains(mention.id)) continue;
      faults_.add(mention.place, '"' + mention.id + '"',
                  with_hint("the id of a target", did_you_mean(mention.id, known)));
    }
  }

  Settings settings_;
  FaultList faults_;
  std::vector<TargetMention> mentions_;
  std::map<std::string, Place> ids_;
  std::string bytes_read_;
};

}  // namespace

std::expected<Settings, std::vector<SettingsFault>> load_settings(const fs::path& file) { return Load().run(file); }

}  // namespace tradewatch::settings
