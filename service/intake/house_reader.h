// Reads a CSV document in the house format into figures, or tells everything that is wrong with it.
//
// Strict: one bad row refuses the document, and one report names every fault of it. Whatever is taken has passed
// trade::check_figures. The format is in the README of the project.

#pragma once

#include <expected>
#include <string_view>

#include "service/intake/document.h"
#include "service/intake/document_fault.h"

namespace tradewatch::intake {

[[nodiscard]] std::expected<Document, Refusal> read_house(std::string_view bytes, const ReadOptions& options);

}  // namespace tradewatch::intake
