// Taking a document out of force: which one is meant, and the order as a document of its own.

#pragma once

#include <expected>
#include <span>
#include <string>
#include <string_view>

#include "service/storage/store.h"
#include "service/watch/import_document.h"

namespace tradewatch::watch {

inline constexpr std::size_t kLeastDigestDigits = 8;  // of a digest that names a document
inline constexpr std::size_t kMaxNoteBytes = 500;     // of who and note together: they stand beside every figure

// The document that `name` means: its sequence, 8 or more digits of its SHA-256, or its name, if no other has it.
// Otherwise what was found and expected, in words; several are listed.
[[nodiscard]] std::expected<storage::DocumentRow, std::string> document_meant(
    std::span<const storage::DocumentRow> documents, std::string_view name);

struct Order {
  storage::DocumentRow document;
  std::string by;
  std::string note;
};

// With Dry::yes nothing is written.
[[nodiscard]] std::expected<storage::WithdrawReport, storage::StoreFault> withdraw_document(storage::Store& store,
                                                                                            const Order& order,
                                                                                            trade::Instant now,
                                                                                            Dry dry);

}  // namespace tradewatch::watch
