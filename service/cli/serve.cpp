// serve: the daemon, in the foreground.

#include <spdlog/spdlog.h>

#include "service/cli/command.h"
#include "service/cli/daemon.h"
#include "service/runtime/log_setup.h"

namespace tradewatch::cli {
namespace {

OrStop<int> serve(const Shared& shared, const runtime::Clock& clock) {
  auto settings = load(shared, clock);
  if (!settings) return std::unexpected(settings.error());
  runtime::set_up_log(spdlog::level::info);
  const std::string file = settings->file;
  auto daemon = Daemon::make(std::move(*settings), {file, shared.demo}, clock);
  if (!daemon) return std::unexpected(daemon.error());
  return (*daemon)->run();
}

}  // namespace

void add_serve(const Program& program) {
  auto* command = program.app.add_subcommand("serve", "Watch: inbox, assessments, alerts and the page");
  add_shared(*command, program.shared);
  command->callback([=] { program.chosen = [=] { return serve(program.shared, program.clock); }; });
}

}  // namespace tradewatch::cli
