#include "service/runtime/log_setup.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <sstream>

namespace tradewatch::runtime {
namespace {

using testing::MatchesRegex;

std::string logged(LogStyle style, spdlog::level::level_enum level, const std::string& message) {
  std::ostringstream out;
  spdlog::logger logger("test", std::make_shared<spdlog::sinks::ostream_sink_st>(out));
  logger.set_level(spdlog::level::trace);
  logger.set_formatter(make_log_formatter(style));
  logger.log(level, message);
  return out.str();
}

TEST(Log, GivesTheJournalPrioritiesAndNoTime) {
  EXPECT_EQ(logged(LogStyle::journal, spdlog::level::debug, "m"), "<7>m\n");
  EXPECT_EQ(logged(LogStyle::journal, spdlog::level::info, "m"), "<6>m\n");
  EXPECT_EQ(logged(LogStyle::journal, spdlog::level::warn, "m"), "<4>m\n");
  EXPECT_EQ(logged(LogStyle::journal, spdlog::level::err, "m"), "<3>m\n");
  EXPECT_EQ(logged(LogStyle::journal, spdlog::level::critical, "m"), "<2>m\n");
}

TEST(Log, GivesPeopleTheTimeInUtcAndTheLevel) {
  EXPECT_THAT(logged(LogStyle::plain, spdlog::level::warn, "late"),
              MatchesRegex("20[0-9-]+T[0-9:]+[.][0-9]+Z warning late\n"));
}

TEST(Log, AMessageCannotForgeASecondLine) {
  EXPECT_EQ(logged(LogStyle::journal, spdlog::level::info, "a\n<2>b\x1b[31m \xd9\xbe"),
            "<6>a\\n<2>b\\x1b[31m \xd9\xbe\n");
}

// Runs `set_up_log` in a child whose stderr is a file, and returns what the child logged.
std::string logged_by_child(bool stream_names_stderr, void (*log)()) {
  std::FILE* file = std::tmpfile();
  struct stat status{};
  fstat(fileno(file), &status);
  const std::string stream = fmt::format("{}:{}", status.st_dev, stream_names_stderr ? status.st_ino : 1);
  const pid_t child = fork();
  if (child == 0) {
    dup2(fileno(file), STDERR_FILENO);
    setenv("JOURNAL_STREAM", stream.c_str(), 1);
    set_up_log(spdlog::level::info);
    log();
    _exit(0);
  }
  waitpid(child, nullptr, 0);
  std::rewind(file);
  std::string text(4096, '\0');
  text.resize(std::fread(text.data(), 1, text.size(), file));
  std::fclose(file);
  return text;
}

TEST(Log, WritesForTheJournalOnlyWhenStderrIsTheJournal) {
  const auto log = [] { spdlog::info("started"); };
  EXPECT_EQ(logged_by_child(true, log), "<6>started\n");
  EXPECT_THAT(logged_by_child(false, log), MatchesRegex("20.*Z info started\n"));
}

TEST(Log, GoesOnWhenAMessageCannotBeFormatted) {
  EXPECT_EQ(logged_by_child(true,
                            [] {
                              spdlog::info(fmt::runtime("{} {}"), 1);
                              spdlog::info("still here");
                            }),
            "<6>still here\n");
}

}  // namespace
}  // namespace tradewatch::runtime
