// The program's commands and their options as plain values: what completions and the manual are made of.

#pragma once

#include <CLI/App.hpp>
#include <string>
#include <vector>

namespace tradewatch::cli {

struct TreeOption {
  std::string name;          // "--config"; of a positional its name alone, "target"
  std::string description;   // one sentence
  bool takes_value = false;  // a flag does not
  bool positional = false;
  std::vector<std::string> values;  // the only ones that it takes; empty: any
};

struct TreeCommand {
  std::string path;  // "alerts history"; empty for the program itself
  std::string description;
  std::vector<TreeOption> options;
  std::vector<std::string> children;  // names of subcommands
};

// The program first, then its commands in their order, each before its own.
[[nodiscard]] std::vector<TreeCommand> command_tree(const CLI::App& app);

// A script for `bash`, `zsh` or `fish` that completes commands, options, and values where they are few.
[[nodiscard]] std::string bash_completion(const std::vector<TreeCommand>& tree);
[[nodiscard]] std::string zsh_completion(const std::vector<TreeCommand>& tree);
[[nodiscard]] std::string fish_completion(const std::vector<TreeCommand>& tree);

// tradewatch(1), for man.
[[nodiscard]] std::string manual_page(const std::vector<TreeCommand>& tree);

}  // namespace tradewatch::cli
