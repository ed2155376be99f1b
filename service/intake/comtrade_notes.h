// What an analyst should know about figures that are right one by one.
//
// Re-exports are part of exports. Where a document says that more went out again than went out, both figures are kept
// and the document's notes say so: no net is ever formed, so none can be negative.

#pragma once

#include "service/intake/document.h"

namespace tradewatch::intake {

void add_reexport_notes(Document& document);

}  // namespace tradewatch::intake
