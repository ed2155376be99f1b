#include "service/delivery/secret_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <system_error>

namespace tradewatch::delivery {
namespace {

constexpr std::size_t kMaxSecret = 4096;

std::unexpected<DeliveryFault> fault(const std::filesystem::path& file, std::string_view why) {
  return std::unexpected(DeliveryFault{.found = fmt::format("{}: {}", file.string(), why),
                                       .expected = "a file that the service may read, with the secret on its one line",
                                       .todo = "look at the file; the notice is tried again"});
}

}  // namespace

std::expected<std::string, DeliveryFault> read_secret(const std::filesystem::path& file) {
  errno = 0;
  std::ifstream in(file, std::ios::binary);
  if (!in.is_open()) return fault(file, errno != 0 ? std::generic_category().message(errno) : "cannot be opened");
  std::string secret(kMaxSecret + 3, '\0');
  in.read(secret.data(), static_cast<std::streamsize>(secret.size()));
  if (in.bad() || (!in.eof() && in.fail())) return fault(file, "cannot be read");
  secret.resize(static_cast<std::size_t>(in.gcount()));
  while (secret.ends_with('\n') || secret.ends_with('\r')) secret.pop_back();
  if (secret.empty()) return fault(file, "is empty");
  if (secret.size() > kMaxSecret) return fault(file, "is longer than a secret can be");
  const bool one_line = std::ranges::none_of(secret, [](char c) { return static_cast<unsigned char>(c) < 0x20; });
  if (!one_line) return fault(file, "holds more than one line");
  return secret;
}

}  // namespace tradewatch::delivery
