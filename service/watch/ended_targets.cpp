#include "service/watch/ended_targets.h"

namespace tradewatch::watch {
namespace {

using targets::Verdict;

bool is_forecast(Verdict verdict) {
  return verdict == Verdict::on_track || verdict == Verdict::at_risk || verdict == Verdict::off_track;
}

}  // namespace

std::expected<std::vector<alerts::EndedTarget>, storage::StoreFault> ended_targets(storage::Store& store) {
  const auto ids = store.assessed_targets();
  if (!ids) return std::unexpected(ids.error());
  std::vector<alerts::EndedTarget> out;
  for (const std::string& id : *ids) {
    const auto rows = store.assessments(id);
    if (!rows) return std::unexpected(rows.error());
    const auto end = targets::parse_verdict(rows->back().verdict);
    if (end != Verdict::achieved && end != Verdict::missed) continue;
    alerts::EndedTarget ended{id, end == Verdict::achieved, {}};
    std::optional<trade::Date> release;
    for (const storage::AssessmentRow& row : *rows) {
      const bool step = row.release && row.release != release;
      if (row.release) release = row.release;
      const auto verdict = targets::parse_verdict(row.verdict);
      if (step && verdict && is_forecast(*verdict) && row.probability) ended.probabilities.push_back(*row.probability);
    }
    out.push_back(std::move(ended));
  }
  return out;
}

}  // namespace tradewatch::watch
