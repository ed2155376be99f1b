// The words for documents that no reader takes: what they are, and what to do.

#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "service/intake/content.h"
#include "service/intake/document.h"
#include "service/intake/document_fault.h"

namespace tradewatch::intake {

// A refusal of the whole document.
[[nodiscard]] std::unexpected<Refusal> refused(const ReadOptions& options, std::string found, std::string hint);

// For content that is recognised and not read: an HTML page named .xls, a PDF, JSON or XML of no known kind. A page or
// message that a source served in place of figures is quoted.
[[nodiscard]] std::unexpected<Refusal> not_read(Content content, std::string_view bytes, const ReadOptions& options);

}  // namespace tradewatch::intake
