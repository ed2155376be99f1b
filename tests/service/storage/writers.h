// The program that the kill test kills.

#pragma once

#include <string>

namespace tradewatch::storage {

// Keeps one document after another and writes each digest to standard output once it was acknowledged.
int keep_documents_until_killed(const std::string& url);

}  // namespace tradewatch::storage
