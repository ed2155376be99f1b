// completion SHELL: a script that completes commands and options.

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>
#include <algorithm>

#include "service/cli/command.h"
#include "service/cli/command_tree.h"

namespace tradewatch::cli {
namespace {

// In single quotes, as every shell takes it.
std::string quoted(const std::string& text) {
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string(R"('\'')") : std::string(1, c);
  return out + "'";
}

// Its subcommands and the names of its options.
std::vector<std::string> words_of(const TreeCommand& command) {
  std::vector<std::string> words = command.children;
  for (const TreeOption& option : command.options) {
    if (!option.positional) words.push_back(option.name);
  }
  return words;
}

bool takes_more(const TreeCommand& command) { return std::ranges::any_of(command.options, &TreeOption::positional); }

// What is completed after an option that takes a value: its values, else names of files.
std::string bash_values(const std::vector<TreeCommand>& tree) {
  std::string out;
  for (const TreeCommand& command : tree) {
    for (const TreeOption& option : command.options) {
      if (option.positional || !option.takes_value) continue;
      const std::string given =
          option.values.empty()
              ? "compgen -f --"
              : fmt::format("compgen -W {} --", quoted(fmt::format("{}", fmt::join(option.values, " "))));
      out += fmt::format("    {}) COMPREPLY=($({} \"$word\")); return ;;\n", quoted(command.path + " " + option.name),
                         given);
    }
  }
  return out;
}

}  // namespace

std::string bash_completion(const std::vector<TreeCommand>& tree) {
  std::string paths;
  std::string words;
  for (const TreeCommand& command : tree) {
    if (!command.path.empty()) paths += (paths.empty() ? "" : "|") + quoted(command.path);
    words +=
        fmt::format("    {}) COMPREPLY=($(compgen {}-W {} -- \"$word\")) ;;\n", quoted(command.path),
                    takes_more(command) ? "-f " : "", quoted(fmt::format("{}", fmt::join(words_of(command), " "))));
  }
  return fmt::format(
      "# Completes tradewatch in bash: source <(tradewatch completion bash)\n"
      "_tradewatch() {{\n"
      "  local word=${{COMP_WORDS[COMP_CWORD]}} previous=${{COMP_WORDS[COMP_CWORD - 1]}} path= next i\n"
      "  for ((i = 1; i < COMP_CWORD; i++)); do\n"
      "    next=\"${{path:+$path }}${{COMP_WORDS[i]}}\"\n"
      "    case $next in\n    {}) path=$next ;;\n    esac\n"
      "  done\n"
      "  case \"$path $previous\" in\n{}  esac\n"
      "  case $path in\n{}  esac\n"
      "}}\n"
      "complete -F _tradewatch tradewatch\n",
      paths, bash_values(tree), words);
}

std::string zsh_completion(const std::vector<TreeCommand>& tree) {
  return "#compdef tradewatch\n# Completes tradewatch in zsh, by its support for bash's completions.\n"
         "autoload -U +X bashcompinit && bashcompinit\n" +
         bash_completion(tree);
}

std::string fish_completion(const std::vector<TreeCommand>& tree) {
  std::string paths;
  std::string rules;
  for (const TreeCommand& command : tree) {
    if (!command.path.empty()) paths += " " + quoted(command.path);
    const std::string here =
        fmt::format("complete -c tradewatch -n {}",
                    quoted(fmt::format("string match -q -- \"{}\" (__tradewatch_path)", command.path)));
    for (const std::string& child : command.children) {
      const std::string path = command.path.empty() ? child : command.path + " " + child;
      const auto its = std::ranges::find(tree, path, &TreeCommand::path);
      rules += fmt::format("{} -f -a {} -d {}\n", here, child, quoted(its->description));
    }
    for (const TreeOption& option : command.options) {
      if (option.positional || !option.name.starts_with("--")) continue;
      rules += fmt::format("{} -l {}{} -d {}\n", here, option.name.substr(2),
                           !option.takes_value ? ""
                           : option.values.empty()
                               ? " -r"
                               : fmt::format(" -x -a {}", quoted(fmt::format("{}", fmt::join(option.values, " ")))),
                           quoted(option.description));
    }
  }
  return fmt::format(
      "# Completes tradewatch in fish: tradewatch completion fish | source\n"
      "function __tradewatch_path\n"
      "  set -l path ''\n"
      "  for word in (commandline -opc)[2..-1]\n"
      "    set -l next (string trim -- \"$path $word\")\n"
      "    if contains -- $next{}\n      set path $next\n    end\n"
      "  end\n"
      "  echo $path\n"
      "end\n{}",
      paths, rules);
}

void add_completion(const Program& program) {
  auto* command = program.app.add_subcommand("completion", "Prints a script that completes commands in a shell");
  auto shell = std::make_shared<std::string>();
  command->add_option("shell", *shell, "Which shell: bash, zsh or fish")
      ->required()
      ->check(CLI::IsMember({"bash", "zsh", "fish"}));
  command->callback([=] {
    program.chosen = [=, &app = program.app]() -> OrStop<int> {
      const std::vector<TreeCommand> tree = command_tree(app);
      print(*shell == "bash" ? bash_completion(tree) : *shell == "zsh" ? zsh_completion(tree) : fish_completion(tree));
      return kDone;
    };
  });
}

}  // namespace tradewatch::cli
