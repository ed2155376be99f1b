// New settings for a running daemon: read apart from the loop, taken as a whole or not at all, and told to whoever
// asked.
//
// Who asks while settings are being read is answered by the next reading, since the file may have changed since; so any
// number of requests at once costs two readings. systemd is told that a reload began and, always, that it ended.

#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "service/cli/reading_aids.h"
#include "service/runtime/control_socket.h"
#include "service/runtime/worker_pool.h"

namespace tradewatch::cli {

// What became of a reload. `lines` are the faults of settings that were refused, or what to know of those taken.
struct ReloadOutcome {
  int code = kDone;  // kWrongUsage: refused, the old ones stay in force; kFailed: not tried
  std::vector<std::string> lines;
};

// One text of an outcome on the way from the daemon to `tradewatch reload`: the code, then a line each.
[[nodiscard]] std::string to_text(const ReloadOutcome& outcome);
// Nothing when `text` is no such text as a whole.
[[nodiscard]] std::optional<ReloadOutcome> parse_outcome(const std::string& text);

struct NewSettings {
  settings::Settings settings;
  ReadingAids aids;
};

// What a running daemon cannot change is put back to how it was: store, inbox and address. The lines that say so.
[[nodiscard]] std::vector<std::string> keep_what_needs_a_restart(const settings::Settings& old,
                                                                 settings::Settings& fresh);

class SettingsReload {
 public:
  // `take` puts the settings in force, on the loop, and gives what is to be known of it.
  using Take = std::function<std::vector<std::string>(NewSettings)>;
  using Done = std::function<void(const ReloadOutcome&)>;

  SettingsReload(runtime::Loop& loop, std::string settings_file, Take take);

  // `done` is called on the loop once the outcome is known; it may be empty. Call on the loop.
  void ask(Done done);
  // Opens the door for `tradewatch reload`. Without one, which is logged, SIGHUP still works.
  void answer_commands();
  // From now on nothing is taken, and who asks is told that the daemon stops.
  void stop() { stopped_ = true; }
  // Joins the thread that reads; its result waits in the loop.
  void drain() { reader_.drain(); }

 private:
  using Loaded = OrStop<NewSettings>;
  void begin();
  void finish(Loaded loaded);

  runtime::Loop& loop_;
  const std::string settings_file_;
  const Take take_;
  std::vector<Done> waiting_;   // for the next reading
  std::vector<Done> answered_;  // by the reading that is under way
  bool reading_ = false;
  bool stopped_ = false;
  std::unique_ptr<runtime::ControlSocket> door_;
  runtime::WorkerPool reader_;
};

}  // namespace tradewatch::cli
