#include "service/cli/rates.h"

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>

#include "service/intake/limits.h"
#include "service/intake/rates_file.h"

namespace tradewatch::cli {
namespace {

// At most one byte more than a file may have, so that its reader names the limit.
OrStop<std::string> bytes_of(const std::filesystem::path& file) {
  std::string bytes;
  std::array<char, 65536> piece{};
  errno = 0;
  std::ifstream in(file, std::ios::binary);
  while (bytes.size() <= intake::kMaxDocumentBytes && in.read(piece.data(), piece.size()).gcount() > 0) {
    bytes.append(piece.data(), static_cast<std::size_t>(in.gcount()));
  }
  if (in.is_open() && !in.bad() && errno == 0) return bytes;
  const std::string why = errno != 0 ? std::strerror(errno) : "cannot be read";
  return std::unexpected(Stop{fmt::format("{}: {}; expected a file of exchange rates", file.string(), why), kRefused});
}

}  // namespace

OrStop<trade::ExchangeRates> load_rates(const std::vector<std::filesystem::path>& files) {
  trade::ExchangeRates rates;
  for (const std::filesystem::path& file : files) {
    const auto bytes = bytes_of(file);
    if (!bytes) return std::unexpected(bytes.error());
    const auto read = intake::read_rates(*bytes, file.string(), rates);
    if (read) continue;
    std::string lines = intake::to_text(read.error());
    while (lines.ends_with('\n')) lines.pop_back();
    return std::unexpected(Stop{std::move(lines), kRefused});
  }
  return rates;
}

}  // namespace tradewatch::cli
