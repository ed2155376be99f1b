// One target as pages show it: an assessment and what the store knows beside it, as sentences, charts and tables.

#pragma once

#include <expected>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "models/targets/assessment.h"
#include "service/report/standing.h"
#include "service/storage/store.h"
#include "service/web/content.h"
#include "service/wording/language.h"

namespace tradewatch::cli {

inline constexpr int kAlertChangesShown = 50;  // the newest; `alerts history` has them all

// What the store knows of a target beside its assessment.
struct Background {
  report::Standing standing;
  std::vector<storage::TransitionRow> transitions;  // newest first
  std::vector<storage::AlertEvent> events;          // newest first
  std::vector<trade::MonthSpan> revised;            // periods with a figure that replaced another value
  bool of_now = false;                              // alerts are known, and counted as far as the assessment
};

// `since` as the assessment was stored. Alerts are of now; for a page of the past leave them out.
[[nodiscard]] std::expected<Background, storage::StoreFault> background_of(storage::Store& store,
                                                                           const targets::Target& target,
                                                                           std::optional<trade::Instant> since);
[[nodiscard]] std::expected<std::vector<trade::MonthSpan>, storage::StoreFault> revised_spans(
    storage::Store& store, const targets::Target& target, const storage::AsOf& as_of);

// A pure function; charts and sentences take a while.
[[nodiscard]] web::TargetPage make_page(const targets::Assessment& assessment, const Background& background,
                                        wording::Language language);

// A target as it stands, and its page in each language that somebody asked for. The English one is made at once, the
// others when they are asked for; of one thread from then on.
class TargetCard {
 public:
  TargetCard(std::shared_ptr<const targets::Assessment> assessment, Background background);
  [[nodiscard]] const web::SharedAssessment& assessment() const { return assessment_; }
  [[nodiscard]] const web::SharedPage& page(wording::Language language);

 private:
  std::shared_ptr<const targets::Assessment> assessment_;
  Background background_;
  std::map<wording::Language, web::SharedPage> pages_;
};

}  // namespace tradewatch::cli
