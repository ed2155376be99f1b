#include "service/cli/document_bytes.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <system_error>

#include "service/intake/large_pages.h"
#include "service/intake/limits.h"

namespace tradewatch::cli {

bool take_document(std::istream& in, std::string& bytes) {
  std::array<char, 65536> piece{};
  while (bytes.size() <= intake::kMaxDocumentBytes && in.read(piece.data(), piece.size()).gcount() > 0) {
    bytes.append(piece.data(), static_cast<std::size_t>(in.gcount()));
  }
  return !in.bad();
}

OrStop<std::string> document_bytes(const std::filesystem::path& file, std::string_view expected) {
  errno = 0;
  std::string bytes;
  std::error_code unknown;  // what is no file has no size
  const auto size = std::filesystem::file_size(file, unknown);
  if (!unknown) bytes.reserve(std::min<std::size_t>(size, intake::kMaxDocumentBytes + 1));
  intake::ask_for_large_pages(bytes.data(), bytes.capacity());
  std::ifstream in(file, std::ios::binary);
  if (in && take_document(in, bytes)) return bytes;
  const std::string why = errno != 0 ? std::strerror(errno) : "cannot be read";
  return std::unexpected(Stop{fmt::format("{}: {}; expected {}", file.string(), why, expected), kRefused});
}

}  // namespace tradewatch::cli
