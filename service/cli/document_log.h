// What the log says of a document that was taken, dropped or pulled.

#pragma once

#include "service/intake/document_fault.h"

namespace tradewatch::cli {

// A line for each note: what was left out, and why.
void log_notes(const intake::DocumentReport& report);

// The line of an accepted document.
void log_accepted(const intake::DocumentReport& report);

}  // namespace tradewatch::cli
