// When figures of a target are overdue: by the rhythm of their source where it is known, else by `stale_after`.
//
// A component is due when its rhythm says (models/trade/release_rhythm.h), or, until enough releases are known,
// `stale_after` days after its newest figure was published. The target is overdue when its first component is.

#pragma once

#include <optional>
#include <string>

#include "models/targets/component_series.h"

namespace tradewatch::targets {

struct FiguresDue {
  std::string component;    // the one that is due first: "sbp PAK export KAZ"
  trade::Date published{};  // when its newest figure was published
  trade::Date due{};        // the last day on which nothing is late
  bool learned = false;     // from its own releases
  int releases = 0;         // that taught it
};

// Nothing where a component has no figure at all.
[[nodiscard]] std::optional<FiguresDue> figures_due(std::span<const ComponentFigures> components,
                                                    const AlertSettings& alert);

}  // namespace tradewatch::targets
