// The bytes of a file that a document is read from.

#pragma once

#include <filesystem>
#include <istream>
#include <string>
#include <string_view>

#include "service/cli/command.h"

namespace tradewatch::cli {

// Adds what `in` gives to `bytes`, until they are one more than a document may have, so that its reader names the
// limit. False when reading failed.
bool take_document(std::istream& in, std::string& bytes);

// The same of a file, or why not: `expected` says what it ought to be.
[[nodiscard]] OrStop<std::string> document_bytes(const std::filesystem::path& file, std::string_view expected);

}  // namespace tradewatch::cli
