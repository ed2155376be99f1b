// token NAME: a new token for the API and the pages, shown once, and its line for the file of tokens.

#include <fmt/format.h>

#include <boost/json.hpp>

#include "service/cli/command.h"
#include "service/web/tokens.h"

namespace tradewatch::cli {
namespace {

struct TokenOptions {
  std::string name;
  bool write = false;
};

OrStop<int> token(const Shared& shared, const TokenOptions& options) {
  if (!web::is_token_name(options.name)) {
    return std::unexpected(
        Stop{fmt::format("NAME: found \"{}\", expected up to 64 letters, digits, '-', '_' and '.'", options.name),
             kWrongUsage});
  }
  const std::string made = web::new_token();
  const std::string line = web::token_line(options.name, options.write ? web::Scope::write : web::Scope::read, made);
  if (shared.json) {
    print_json(boost::json::object{{"token", made}, {"line", line}});
    return kDone;
  }
  fmt::print(stderr, "Give the token to {}; it is shown this once. Add the line below it to tokens_file of [web].\n",
             options.name);
  fmt::print("{}\n{}\n", made, line);
  return kDone;
}

}  // namespace

void add_token(const Program& program) {
  auto* command = program.app.add_subcommand("token", "Make a token for the API and the pages");
  auto options = std::make_shared<TokenOptions>();
  command->add_flag("--json", program.shared.json, "JSON on stdout, and nothing else there");
  command->add_option("name", options->name, "Whose it is")->required();
  command->add_flag("--write", options->write, "It may also change something: post figures, acknowledge, silence");
  command->callback([=] { program.chosen = [=] { return token(program.shared, *options); }; });
}

}  // namespace tradewatch::cli
