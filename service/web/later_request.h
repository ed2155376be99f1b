// Addresses whose answer has to be made first: the past, and pictures.
//
//   /?as_published=DATE, /?as_of=MOMENT                 all targets as they were
//   /targets/{id}?as_of=..., /targets/{id}/chart.FORM   one of them
//   /targets/{id}/mirror.FORM                           both sides of one of them
//   /targets/{id}/chart.png, chart.xlsx, mirror.png ... a picture or a workbook takes a while, also of now
//   /targets/{id}/history, /targets/{id}/history.FORM   publication by publication
//   /targets/{id}/explain.txt                           every figure, sum and weight
//   /record.FORM                                        how past probabilities turned out, of all targets
//
// FORM is svg, png, csv, xlsx or json; drawings speak the language of `?lang=`, data is English. The daemon makes them
// on a thread of their own; see service/cli/later_pages.h.

#pragma once

#include <optional>
#include <string>

#include "service/web/message.h"
#include "service/wording/language.h"

namespace tradewatch::web {

enum class LaterPage { overview, target, chart, mirror, history, explanation, record };

struct LaterRequest {
  LaterPage page = LaterPage::overview;
  std::string id = {};     // empty for the overview and the record
  std::string form = {};   // of a drawing: svg, png, csv, xlsx, json; empty: a page
  bool narrow = false;     // of a drawing: for a phone, `?size=narrow`
  std::string as_of = {};  // both as given; empty: now
  std::string as_published = {};
  wording::Language language = wording::Language::en;
  bool language_asked = false;  // by `?lang=`
  std::string path = "/";       // as asked for
};

// Absent for every other address, for a language that there is not, and for anything but GET and HEAD.
[[nodiscard]] std::optional<LaterRequest> later_request(const Request& request);

// The id between `prefix` and `suffix`, if the path is just that; ids hold no slash.
[[nodiscard]] std::optional<std::string> id_between(const std::string& path, std::string_view prefix,
                                                    std::string_view suffix);

}  // namespace tradewatch::web
