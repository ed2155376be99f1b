// Files in PEM: the service's certificate with those that lead to it, and its key.

#pragma once

#include <filesystem>

namespace tradewatch::web {

struct TlsFiles {
  std::filesystem::path certificate;
  std::filesystem::path key;
};

}  // namespace tradewatch::web
