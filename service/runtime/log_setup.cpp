#include "service/runtime/log_setup.h"

#include <fmt/format.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <string>
#include <string_view>

namespace tradewatch::runtime {

namespace {

// The priorities of sd-daemon.h.
char priority(spdlog::level::level_enum level) {
  switch (level) {
    case spdlog::level::trace:
    case spdlog::level::debug:
      return '7';
    case spdlog::level::info:
      return '6';
    case spdlog::level::warn:
      return '4';
    case spdlog::level::err:
      return '3';
    case spdlog::level::critical:
      return '2';
    case spdlog::level::off:
    case spdlog::level::n_levels:
      break;
  }
  return '6';
}

class PriorityFlag final : public spdlog::custom_flag_formatter {
 public:
  void format(const spdlog::details::log_msg& message, const std::tm&, spdlog::memory_buf_t& line) override {
    line.push_back('<');
    line.push_back(priority(message.level));
    line.push_back('>');
  }
  std::unique_ptr<custom_flag_formatter> clone() const override { return std::make_unique<PriorityFlag>(); }
};

// The message with control characters as `\n` or `\x1b`, and all else, UTF-8 too, as it is.
class OneLineFlag final : public spdlog::custom_flag_formatter {
 public:
  void format(const spdlog::details::log_msg& message, const std::tm&, spdlog::memory_buf_t& line) override {
    for (const char c : message.payload) {
      const auto byte = static_cast<unsigned char>(c);
      if (c == '\n') {
        line.append(std::string_view("\\n"));
      } else if (c != '\t' && (byte < 0x20 || byte == 0x7f)) {
        fmt::format_to(std::back_inserter(line), "\\x{:02x}", byte);
      } else {
        line.push_back(c);
      }
    }
  }
  std::unique_ptr<custom_flag_formatter> clone() const override { return std::make_unique<OneLineFlag>(); }
};

}  // namespace

LogStyle log_style_of_stderr() {
  const char* stream = std::getenv("JOURNAL_STREAM");  // NOLINT(concurrency-mt-unsafe): before any thread starts
  struct stat status{};
  if (stream == nullptr || fstat(STDERR_FILENO, &status) != 0) return LogStyle::plain;
  return fmt::format("{}:{}", status.st_dev, status.st_ino) == stream ? LogStyle::journal : LogStyle::plain;
}

std::unique_ptr<spdlog::formatter> make_log_formatter(LogStyle style) {
  auto formatter = std::make_unique<spdlog::pattern_formatter>(spdlog::pattern_time_type::utc, "\n");
  formatter->add_flag<PriorityFlag>('*').add_flag<OneLineFlag>('_');
  formatter->set_pattern(style == LogStyle::journal ? "%*%_" : "%Y-%m-%dT%H:%M:%S.%eZ %l %_");
  return formatter;
}

void set_up_log(spdlog::level::level_enum level) {
  auto sink = std::make_shared<spdlog::sinks::stderr_sink_mt>();
  auto logger = std::make_shared<spdlog::logger>("tradewatch", std::move(sink));
  logger->set_formatter(make_log_formatter(log_style_of_stderr()));
  logger->set_level(level);
  logger->flush_on(spdlog::level::trace);
  // spdlog hands every exception of a log call here; its own handler prints to the stderr that just failed.
  logger->set_error_handler([](const std::string&) {});
  spdlog::set_default_logger(std::move(logger));
}

}  // namespace tradewatch::runtime
