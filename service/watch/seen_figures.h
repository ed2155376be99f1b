// see: the figures of a target in force at some moment, ready to be assessed.

#pragma once

#include <expected>

#include "models/targets/assessment.h"
#include "service/storage/store.h"

namespace tradewatch::watch {

// The figures that a component asks for.
[[nodiscard]] storage::FigureFilter filter_of(const targets::Component& component);

[[nodiscard]] std::expected<targets::AssessmentInput, storage::StoreFault> see_figures(storage::Store& store,
                                                                                       const targets::Target& target,
                                                                                       const storage::AsOf& as_of);

// When the newest figure was published, of the component whose newest is oldest; nothing when one has no figure.
[[nodiscard]] std::optional<trade::Date> newest_published(const targets::AssessmentInput& input);

}  // namespace tradewatch::watch
