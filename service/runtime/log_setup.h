// The program's log: one line an event, to stderr, as whoever reads stderr wants it.
//
// Under systemd lines begin with a syslog priority (`<3>` error ... `<7>` debug) and carry no time, since the
// journal stamps them; elsewhere they begin with the UTC time and the level. Control characters in a message are
// written as escapes, so no file name or answer of a source can forge a line. Logging never throws: what cannot be
// formatted or written is lost, and the daemon goes on.

#pragma once

#include <spdlog/common.h>

#include <memory>

namespace spdlog {
class formatter;
}

namespace tradewatch::runtime {

enum class LogStyle {
  journal,  // `<6>message`
  plain,    // `2026-02-04T09:30:00.123Z info message`
};

// `journal` when $JOURNAL_STREAM names the very file that stderr is: systemd sets it for the unit's own stderr, and
// a child whose stderr was sent elsewhere inherits the variable.
[[nodiscard]] LogStyle log_style_of_stderr();

// One line, as above, from spdlog's message.
[[nodiscard]] std::unique_ptr<spdlog::formatter> make_log_formatter(LogStyle style);

// Makes spdlog's default logger write to stderr at `level` and above. Call once, before any thread logs.
void set_up_log(spdlog::level::level_enum level);

}  // namespace tradewatch::runtime
