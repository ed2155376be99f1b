// A whole store, row for row, in the place of an empty one of either database: from SQLite to PostgreSQL when several
// nodes are to share it, and back.
//
// Everything goes: documents with their bytes, vintages, assessments, alerts with their past, notices with how they
// fared, silences, pulls, answers, and the counters, so that the copy goes on where the store was. It is read as it was
// at one moment, so somebody may write to it meanwhile, but what is written then is not in the copy.
//
// The copy is one transaction. Before it ends every row is read back and its digest compared with the one that was
// read, and the chain is followed as `verify` does it; so the copy is there whole and sound, or TO stays empty.

#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <functional>
#include <string>
#include <vector>

#include "service/storage/records.h"

namespace tradewatch::storage {

struct CopiedTable {
  std::string name;
  std::int64_t rows = 0;
  std::string sha256;  // over all fields of all rows in the order of the table's key; the same in both databases
};

struct CopyReport {
  std::string from;  // both without a password
  std::string to;
  int schema = 0;
  std::vector<CopiedTable> tables;  // in the order in which they were copied
  VerifyReport held;                // of the copy; without faults
};

// Told again and again: rows that were copied or read back, of how many.
using CopiedSoFar = std::function<void(std::size_t rows, std::size_t of)>;

// `from_url` and `to_url` as Store::open takes them. A fault, with nothing written, when `from_url` is not of this
// program's schema, or `to_url` is the same store, holds a single row, is another program's, or is a store of another
// schema; `refused` tells that asking again gives the same. A fault, with everything taken back, when a row cannot be
// kept there, when digests differ, or when the chain does not verify.
[[nodiscard]] std::expected<CopyReport, StoreFault> copy_store(const std::string& from_url, const std::string& to_url,
                                                               const CopiedSoFar& told = {});

}  // namespace tradewatch::storage
