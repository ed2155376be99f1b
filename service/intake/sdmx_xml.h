// SDMX-ML: StructureSpecificData (2.1, 3.0), GenericData (2.0, 2.1) and CompactData (2.0), with series or flat.
//
// Elements are told by their names without prefix, so it does not matter which namespaces a sender writes and where.
// Attributes of data sets and groups hold for the series and observations in them, which may say otherwise. Structure
// and error messages are refused as what they are.

#pragma once

#include <expected>

#include "service/intake/document.h"
#include "service/intake/document_fault.h"
#include "service/intake/xml_text.h"

namespace tradewatch::intake {

[[nodiscard]] bool is_sdmx_xml(const XmlText& xml);

// Of a document for which is_sdmx_xml holds; figures have the line of their observation.
[[nodiscard]] std::expected<Document, Refusal> read_sdmx_xml(XmlText& xml, const ReadOptions& options);

}  // namespace tradewatch::intake
