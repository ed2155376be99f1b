// Which figures somebody asks for, checked: from the command line and over HTTP.

#pragma once

#include <expected>
#include <string>

#include "service/storage/records.h"
#include "service/watch/request_fault.h"

namespace tradewatch::watch {

// As written; empty does not matter.
struct FigureRequest {
  std::string source;
  std::string reporter;  // alpha-3, alpha-2, an M49 number or a name in any language that is known
  std::string partner;
  std::string flow;
  std::string commodity;
  std::string period;  // figures that overlap it: 2026-03, 2026, 2025-07/2025-11
};

// Every fault, each under its field's name.
[[nodiscard]] std::expected<storage::FigureFilter, RequestFaults> checked(const FigureRequest& request);

}  // namespace tradewatch::watch
