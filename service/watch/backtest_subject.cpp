#include "service/watch/backtest_subject.h"

#include "models/targets/assessment.h"
#include "service/watch/seen_figures.h"

namespace tradewatch::watch {

std::expected<growth::Subject, storage::StoreFault> subject_of(storage::Store& store, const targets::Target& target,
                                                               const storage::AsOf& as_of) {
  growth::Subject subject{target.id, targets::seed_of(target), {}};
  for (const targets::Component& component : target.components) {
    const auto vintages = store.vintages(filter_of(component), as_of);
    if (!vintages) return std::unexpected(vintages.error());
    std::vector<trade::KeptFigure>& kept = subject.components.emplace_back();
    for (const storage::Vintage& v : *vintages) kept.push_back(v.kept);
  }
  return subject;
}

}  // namespace tradewatch::watch
