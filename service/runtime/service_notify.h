// What the daemon tells systemd about itself (sd_notify), for `Type=notify` or `notify-reload` and `WatchdogSec=`.
//
// Without $NOTIFY_SOCKET (a shell, a container) every function does nothing. None fails: a service manager that
// does not listen is no reason to stop watching trade.

#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace tradewatch::runtime::service_notify {

// Start-up, or a reload, is done. `status` is one line for `systemctl status`.
void ready(std::string_view status);
void status(std::string_view status);
// A reload has begun; `ready` ends it, whether or not the new settings were taken.
void reloading();
void stopping();
// Still alive. Called from the loop itself, so that a loop that hangs stops saying so.
void watchdog();

// How often to call `watchdog`: half of what the unit allows. Absent when the unit has no watchdog for this process.
[[nodiscard]] std::optional<std::chrono::milliseconds> watchdog_interval();

}  // namespace tradewatch::runtime::service_notify
