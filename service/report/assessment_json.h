// An assessment as JSON: the one form that API, command line, history and weekly report share.
//
// Money in whole US dollars, months YYYY-MM, instants RFC 3339 UTC, probabilities and shares as numbers rounded to
// six decimals. What is not known is left out: never null, NaN or 0. The same assessment gives the same bytes.
// `news` adds up to the change of the median and of the probability since the release before, to the last digit.
// `readings` lists every reading of a target that has several; `reading` names the one that all else is of.

#pragma once

#include <boost/json/object.hpp>
#include <span>

#include "models/targets/assessment.h"
#include "service/report/standing.h"
#include "service/wording/language.h"

namespace tradewatch::report {

[[nodiscard]] boost::json::object assessment_json(const targets::Assessment& assessment, const Standing& standing);

// {code, values{}, text}
[[nodiscard]] boost::json::object reason_json(const targets::Reason& reason);

// What reason_json() wrote, read back, with its values in order of their names; without a code where it is something
// else.
[[nodiscard]] targets::Reason reason_of(std::string_view json);
[[nodiscard]] targets::Reason reason_of(const boost::json::object& json);

// The forms above speak English. This puts the text of every reason inside `value` into another language.
void translate_reasons(boost::json::value& value, wording::Language language);

// Without the keys that are not known; `acknowledged_by` only where somebody did. With `fates` also `notices`: how the
// last notice about it to each receiver fared.
[[nodiscard]] boost::json::object alert_json(const storage::AlertRow& alert);
[[nodiscard]] boost::json::object alert_json(const storage::AlertRow& alert,
                                             std::span<const storage::NoticeFate> fates);

}  // namespace tradewatch::report
