// see: the figures of a target in force at some moment, ready to be assessed, with those that every reading needs
// and with what their sources have revised so far.
//
// Beside them stand the figures in force just before the newest release, so that news can tell what moved the forecast.
// A release is a published date: the newest of a component's vintages that is no mere rounding. "Before" are the
// vintages of earlier dates, whatever the order in which documents were taken: the same figures have the same news.

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

// The same as `as_of`, where "before" are the figures in force at `since`, an earlier moment of taking: news then tells
// what moved the forecast between the two. Without a figure that came in between there is no news to tell.
[[nodiscard]] std::expected<targets::AssessmentInput, storage::StoreFault> see_figures_since(
    storage::Store& store, const targets::Target& target, trade::Instant as_of, trade::Instant since);

}  // namespace tradewatch::watch
