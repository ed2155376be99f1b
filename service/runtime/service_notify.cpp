#include "service/runtime/service_notify.h"

#include <fmt/format.h>
#include <systemd/sd-daemon.h>

#include <algorithm>
#include <cstdint>
#include <ctime>
#include <string>

namespace tradewatch::runtime::service_notify {

namespace {

void send(const std::string& state) { sd_notify(0, state.c_str()); }

// A line break in the text would begin another assignment.
std::string one_line(std::string_view text) {
  std::string line(text);
  std::replace_if(line.begin(), line.end(), [](char c) { return c == '\n' || c == '\r' || c == '\0'; }, ' ');
  return line;
}

}  // namespace

void ready(std::string_view text) { send(fmt::format("READY=1\nSTATUS={}", one_line(text))); }

void status(std::string_view text) { send(fmt::format("STATUS={}", one_line(text))); }

void reloading() {
  // systemd compares this with its own CLOCK_MONOTONIC, so the C++ steady clock's epoch will not do by contract.
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  const auto usec = static_cast<std::int64_t>(now.tv_sec) * 1'000'000 + now.tv_nsec / 1'000;
  send(fmt::format("RELOADING=1\nMONOTONIC_USEC={}", usec));
}

void stopping() { send("STOPPING=1"); }

void watchdog() { send("WATCHDOG=1"); }

std::optional<std::chrono::milliseconds> watchdog_interval() {
  std::uint64_t allowed_usec = 0;
  if (sd_watchdog_enabled(0, &allowed_usec) <= 0) return std::nullopt;
  return std::chrono::milliseconds(std::max<std::uint64_t>(allowed_usec / 2'000, 1));
}

}  // namespace tradewatch::runtime::service_notify
