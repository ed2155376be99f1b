// manual: tradewatch(1), made of the commands themselves; the build leaves it beside the program.

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>

#include "service/cli/command.h"
#include "service/cli/command_tree.h"

namespace tradewatch::cli {
namespace {

// As roff takes it: nothing of the text is a request.
std::string roff(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '\\') {
      out += "\\e";
    } else if (c == '-') {
      out += "\\-";
    } else {
      out += c;
    }
  }
  return out.starts_with('.') || out.starts_with('\'') ? "\\&" + out : out;
}

std::string option_lines(const TreeOption& option) {
  std::string value;
  if (option.takes_value && !option.positional) {
    value = option.values.empty() ? R"( \fIVALUE\fR)" : " " + roff(fmt::format("{}", fmt::join(option.values, "|")));
  }
  return fmt::format(".TP\n\\fB{}\\fR{}\n{}\n", roff(option.name), value, roff(option.description));
}

std::string command_lines(const TreeCommand& command) {
  std::string out = fmt::format(".SS {}\n{}.\n", roff(command.path), roff(command.description));
  for (const TreeOption& option : command.options) out += option_lines(option);
  return out;
}

constexpr std::string_view kEnd = R"roff(.SH EXIT STATUS
.TP
\fB0\fR
Done.
.TP
\fB1\fR
Failed while running.
.TP
\fB2\fR
Wrong usage or settings.
.TP
\fB3\fR
Input was refused; nothing of it is stored.
.TP
\fB4\fR
\fBstatus \-\-fail\-on\fR met a target with that verdict.
.SH FILES
.TP
\fI/etc/tradewatch/tradewatch.toml\fR
The settings, unless \fB\-\-config\fR names others.
.SH ENVIRONMENT
.TP
\fBNO_COLOR\fR
Where it is set and not empty, a terminal gets no colour.
)roff";

}  // namespace

std::string manual_page(const std::vector<TreeCommand>& tree) {
  const TreeCommand& whole = tree.front();
  std::string out = fmt::format(
      ".TH TRADEWATCH 1\n.SH NAME\ntradewatch \\- watches announced trade targets\n.SH SYNOPSIS\n"
      ".B tradewatch\n\\fICOMMAND\\fR [\\fIOPTION\\fR...]\n.SH DESCRIPTION\n{}\n"
      "People get tables, programs JSON with \\fB\\-\\-json\\fR; the log goes to the standard error.\n.SH COMMANDS\n",
      roff(whole.description));
  for (std::size_t i = 1; i < tree.size(); ++i) out += command_lines(tree[i]);
  return out + std::string(kEnd);
}

void add_manual(const Program& program) {
  auto* command = program.app.add_subcommand("manual", "Prints the manual page, for man");
  command->callback([=] {
    program.chosen = [&app = program.app]() -> OrStop<int> {
      print(manual_page(command_tree(app)));
      return kDone;
    };
  });
}

}  // namespace tradewatch::cli
