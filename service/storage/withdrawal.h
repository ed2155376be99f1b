// Documents that were taken out of force, as the list of documents tells it.
//
// A withdrawal is a document of its own, with the format kWithdrawalFormat, whose `media` names the document that it
// withdraws. A withdrawal may be withdrawn like any other document: then what it withdrew is in force again.

#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "service/storage/records.h"
#include "service/storage/store.h"

namespace tradewatch::storage {

inline constexpr std::string_view kWithdrawalFormat = "withdrawal";

// What `media` of a withdrawal holds, and what it names.
[[nodiscard]] std::string media_of_withdrawal(std::int64_t withdrawn);
// The document that `document` withdraws; nothing when it is no withdrawal.
[[nodiscard]] std::optional<std::int64_t> withdrawn_by(const DocumentRow& document);

// Each document that is out of force, with the withdrawal that made it so.
// `documents` are all of a store up to some sequence, in the order of their sequences.
[[nodiscard]] std::map<std::int64_t, std::int64_t> out_of_force(std::span<const DocumentRow> documents);

// Every document that takes another out of force, in the order of their sequences.
[[nodiscard]] std::vector<DocumentRow> withdrawals(Store::Impl& impl);

// Those whose figures nobody published: out of force by the document `last`, or withdrawals, which only repeat others.
// Only the withdrawals among `documents` matter.
[[nodiscard]] std::set<std::int64_t> silent_documents(std::span<const DocumentRow> documents, std::int64_t last);

}  // namespace tradewatch::storage
