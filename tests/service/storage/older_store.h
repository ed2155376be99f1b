// Stores as older versions of the program made them: their schema is built from the migrations that they knew.

#pragma once

#include <filesystem>
#include <string>

namespace tradewatch::storage {

// Gives an SQLite store of today the schema of `number`, with the documents and figures that it holds.
void make_older(const std::filesystem::path& file, int number);

// The statements that make an empty PostgreSQL store of schema `number`.
std::string postgresql_script(int number);

}  // namespace tradewatch::storage
