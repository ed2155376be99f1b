// find -> read -> check -> keep: one document, whole or not at all.

#pragma once

#include <expected>
#include <functional>
#include <string>

#include "service/intake/document_fault.h"
#include "service/intake/read_document.h"
#include "service/storage/store.h"

namespace tradewatch::watch {

enum class Dry { no, yes };  // yes: say what would become of it, write nothing

// Told again and again while a document's figures are kept: how many, of how many.
using Told = std::function<void(std::size_t figures, std::size_t of)>;

// The report says whether it was accepted, was known already, or was refused and why. It returns `accepted` only
// once the figures are durable. A StoreFault means that nothing was kept and the same document may be offered again.
// That is so too while the machine's clock was never set: what comes without a date would be dated 1970 for ever, and
// what has one would be refused as of the future.
[[nodiscard]] std::expected<intake::DocumentReport, storage::StoreFault> import_document(
    storage::Store& store, std::string bytes, const intake::ReadOptions& options, trade::Instant now, Dry dry,
    const Told& told = {});

}  // namespace tradewatch::watch
