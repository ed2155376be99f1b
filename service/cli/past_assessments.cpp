#include "service/cli/past_assessments.h"

#include <fmt/format.h>

#include <algorithm>

#include "service/settings/assessment_digest.h"
#include "service/watch/catch_up.h"
#include "service/watch/embedded.h"

namespace tradewatch::cli {
namespace {

std::string words_of(const storage::AsOf& moment) {
  std::string words;
  if (moment.sequence) words += fmt::format(" sequence {}", *moment.sequence);
  if (moment.taken) words += " taken " + trade::format_instant(*moment.taken);
  if (moment.published) words += " published " + trade::format_date(*moment.published);
  return words;
}

}  // namespace

std::expected<std::shared_ptr<const targets::Assessment>, storage::StoreFault> PastAssessments::of(
    storage::Store& store, const targets::Target& target, const storage::AsOf& moment, const targets::Runner& run) {
  const auto newest = store.sequence();
  if (!newest) return std::unexpected(newest.error());
  const std::string key =
      fmt::format("{} {} {}{}", *newest, target.id, settings::assessment_digest(target), words_of(moment));
  const auto found = std::ranges::find(kept_, key, &Kept::key);
  if (found != kept_.end()) return found->assessment;
  auto looked = watch::look(store, target, moment, watch::shipped_prior(), run);
  if (!looked) return std::unexpected(looked.error());
  kept_.push_front({key, std::make_shared<const targets::Assessment>(std::move(looked->assessment))});
  if (kept_.size() > kMaxPastsKept) kept_.pop_back();
  return kept_.front().assessment;
}

}  // namespace tradewatch::cli
