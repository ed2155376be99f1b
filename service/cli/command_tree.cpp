#include "service/cli/command_tree.h"

#include <CLI/CLI.hpp>

namespace tradewatch::cli {
namespace {

// CLI11 shows a choice as `TEXT:{text,html,json}`.
std::vector<std::string> values_of(const std::string& type) {
  const std::size_t open = type.find('{');
  const std::size_t close = type.find('}');
  if (open == std::string::npos || close == std::string::npos || close < open) return {};
  return CLI::detail::split(type.substr(open + 1, close - open - 1), ',');
}

TreeOption option_of(const CLI::Option& option) {
  TreeOption out;
  out.positional = option.get_lnames().empty() && option.get_snames().empty();
  out.name = out.positional ? option.get_name(true) : option.get_name(false, true);
  if (!out.positional && !option.get_lnames().empty()) out.name = "--" + option.get_lnames().front();
  out.description = option.get_description();
  out.takes_value = option.get_items_expected_max() > 0;
  out.values = values_of(option.get_type_name());
  return out;
}

void add(std::vector<TreeCommand>& tree, const CLI::App& app, const std::string& path) {
  TreeCommand command{.path = path, .description = app.get_description(), .options = {}, .children = {}};
  for (const CLI::Option* option : app.get_options({})) command.options.push_back(option_of(*option));
  const auto children = app.get_subcommands([](const CLI::App*) { return true; });
  for (const CLI::App* child : children) command.children.push_back(child->get_name());
  tree.push_back(std::move(command));
  for (const CLI::App* child : children)
    add(tree, *child, path.empty() ? child->get_name() : path + " " + child->get_name());
}

}  // namespace

std::vector<TreeCommand> command_tree(const CLI::App& app) {
  std::vector<TreeCommand> tree;
  add(tree, app, "");
  return tree;
}

}  // namespace tradewatch::cli
