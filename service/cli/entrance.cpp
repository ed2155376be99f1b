#include "service/cli/entrance.h"

#include <fmt/format.h>

#include "service/cli/document_bytes.h"

namespace tradewatch::cli {

OrStop<web::Entrance> entrance_of(const settings::Web& web) {
  web::Entrance entrance;
  if (!web.certificate_file.empty()) entrance.tls = web::TlsFiles{web.certificate_file, web.key_file};
  if (web.tokens_file.empty()) return entrance;
  const auto text = document_bytes(web.tokens_file, "a file of tokens");
  if (!text) return std::unexpected(Stop{text.error().message, kWrongUsage});
  auto tokens = web::Tokens::parse(*text);
  if (!tokens) {
    std::string lines;
    for (const web::TokenFault& f : tokens.error())
      lines += fmt::format("{}{}:{}: found {}, expected {}", lines.empty() ? "" : "\n", web.tokens_file.string(),
                           f.line, f.found, f.expected);
    return std::unexpected(Stop{std::move(lines), kWrongUsage});
  }
  entrance.tokens = *std::move(tokens);
  return entrance;
}

std::string address_of(const settings::Settings& settings, int port) {
  const std::string& host = settings.service.listen.address;
  return fmt::format("{}://{}:{}/", settings.web.certificate_file.empty() ? "http" : "https",
                     host.contains(':') ? "[" + host + "]" : host, port);
}

}  // namespace tradewatch::cli
