// The days by which figures are expected, as a calendar (RFC 5545) to subscribe to.
//
//   GET /calendar.ics   an all-day event for the next figures of every target that is not decided; in the language of
//                       language_choice.h
//
// An event keeps its UID while the same figures are waited for, whatever becomes of the day; its stamp is the moment at
// which the figures were taken that the day follows from. The same assessments give the same bytes.

#pragma once

#include <string>
#include <vector>

#include "service/web/content.h"
#include "service/wording/language.h"

namespace tradewatch::web {

inline constexpr std::string_view kCalendarPath = "/calendar.ics";

// `origin` begins the links to the targets' pages; events have none where it is empty.
[[nodiscard]] std::string calendar_of(const std::vector<SharedAssessment>& newest, const std::string& origin,
                                      wording::Language language);

// A content line with its end, folded to lines of at most 75 octets between characters (RFC 5545, 3.1).
[[nodiscard]] std::string folded(std::string_view line);

// A text value: backslash, comma, semicolon and line feed escaped; other control characters left out.
[[nodiscard]] std::string calendar_text(std::string_view text);

}  // namespace tradewatch::web
