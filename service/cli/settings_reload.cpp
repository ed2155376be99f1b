#include "service/cli/settings_reload.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <charconv>
#include <sstream>
#include <utility>

#include "service/cli/control_place.h"
#include "service/cli/zone.h"
#include "service/runtime/service_notify.h"

namespace tradewatch::cli {
namespace {

constexpr const char* kReloadQuestion = "reload";
constexpr const char* kStopping = "the daemon is stopping; its next start reads the settings";

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(std::move(line));
  return lines;
}

OrStop<NewSettings> load_all(const std::string& file) {
  auto loaded = settings::load_settings(file);
  if (!loaded) {
    std::string lines;
    for (const settings::SettingsFault& fault : loaded.error()) lines += settings::to_line(fault) + "\n";
    return std::unexpected(Stop{std::move(lines), kWrongUsage});
  }
  if (const auto zone = zone_of(*loaded); !zone) return std::unexpected(zone.error());
  auto aids = reading_aids(*loaded);
  if (!aids) return std::unexpected(aids.error());
  return NewSettings{std::move(*loaded), std::move(*aids)};
}

}  // namespace

std::string to_text(const ReloadOutcome& outcome) {
  std::string text = std::to_string(outcome.code) + "\n";
  for (const std::string& line : outcome.lines) text += line + "\n";
  return text;
}

std::optional<ReloadOutcome> parse_outcome(const std::string& text) {
  if (!text.ends_with('\n')) return std::nullopt;
  auto lines = lines_of(text);
  ReloadOutcome outcome;
  const std::string& code = lines.front();
  const auto [end, error] = std::from_chars(code.data(), code.data() + code.size(), outcome.code);
  if (error != std::errc() || end != code.data() + code.size()) return std::nullopt;
  outcome.lines.assign(lines.begin() + 1, lines.end());
  return outcome;
}

std::vector<std::string> keep_what_needs_a_restart(const settings::Settings& old, settings::Settings& fresh) {
  std::vector<std::string> lines;
  const auto keep = [&](auto& now, const auto& before, std::string_view key, const std::string& shown) {
    if (now == before) return;
    now = before;
    lines.push_back(fmt::format("{}: changes with a restart only; until then {}", key, shown));
  };
  const settings::Listen& listen = old.service.listen;
  const auto address = fmt::format("{}:{}", listen.address, listen.port);
  keep(fresh.store.url, old.store.url, "store.url", old.store.url);
  keep(fresh.intake.inbox, old.intake.inbox, "intake.inbox", old.intake.inbox.string());
  keep(fresh.web, old.web, "web", "the door is as it was");
  if (fresh.service.listen.address != listen.address || fresh.service.listen.port != listen.port) {
    fresh.service.listen = listen;
    lines.push_back(fmt::format("service.listen: changes with a restart only; until then {}", address));
  }
  return lines;
}

SettingsReload::SettingsReload(runtime::Loop& loop, std::string settings_file, Take take)
    : loop_(loop), settings_file_(std::move(settings_file)), take_(std::move(take)), reader_(loop, 1) {}

void SettingsReload::ask(Done done) {
  if (stopped_) {
    if (done) done({kFailed, {kStopping}});
    return;
  }
  waiting_.push_back(std::move(done));
  if (!reading_) begin();
}

void SettingsReload::begin() {
  runtime::service_notify::reloading();
  answered_ = std::exchange(waiting_, {});
  reading_ = reader_.submit([this] { return load_all(settings_file_); }, [this](Loaded l) { finish(std::move(l)); });
  if (!reading_) finish(std::unexpected(Stop{kStopping, kFailed}));
}

// systemd hears that the reload is over before the command does, or the unit would be reloading for a moment more.
void SettingsReload::finish(Loaded loaded) {
  reading_ = false;
  if (stopped_) loaded = std::unexpected(Stop{kStopping, kFailed});
  ReloadOutcome outcome;
  if (loaded) {
    outcome.lines = take_(std::move(*loaded));
    for (const std::string& line : outcome.lines) spdlog::warn("{}", line);
    spdlog::info("settings reloaded file={}", settings_file_);
    runtime::service_notify::ready("settings reloaded");
  } else {
    outcome = {loaded.error().code, lines_of(loaded.error().message)};
    for (const std::string& line : outcome.lines) spdlog::error("{}", line);
    spdlog::error("the old settings stay in force");
    runtime::service_notify::ready("settings refused; the old ones stay in force");
  }
  for (const Done& done : std::exchange(answered_, {})) {
    if (done) done(outcome);
  }
  if (!waiting_.empty() && !stopped_) begin();
}

void SettingsReload::answer_commands() {
  const auto place = place_to_answer(settings_file_);
  if (!place) return spdlog::warn("`tradewatch reload` will find no daemon: {}", place.error().message);
  auto door = runtime::ControlSocket::listen(
      loop_, *place, [this](const std::string& question, const runtime::ControlSocket::Answer& answer) {
        if (question != kReloadQuestion)
          return answer(to_text({kFailed, {"a question that this version does not know"}}));
        ask([answer](const ReloadOutcome& outcome) { answer(to_text(outcome)); });
      });
  if (!door) {
    const runtime::ControlFault& f = door.error();
    return spdlog::warn("`tradewatch reload` will find no daemon: {}: found {}, expected {}; {}", f.where.string(),
                        f.found, f.expected, f.what_to_do);
  }
  door_ = std::move(*door);
}

}  // namespace tradewatch::cli
