#include "tests/simulation/stand_in.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "service/settings/assessment_digest.h"
#include "service/watch/embedded.h"
#include "service/watch/threads.h"

namespace tradewatch::simulation {
namespace {

constexpr std::size_t kMonths = 3;
constexpr unsigned kThreads = 2;
constexpr std::uint64_t kFnvBasis = 14695981039346656037U;
constexpr std::uint64_t kFnvPrime = 1099511628211U;

Known known_of(const targets::AssessmentInput& input) {
  Known known;
  for (std::size_t c = 0; c < known.size(); ++c) {
    for (const trade::KeptFigure& f : input.components[c].in_force) {
      known[c].push_back({f.figure.period.last, f.figure.published, f.sequence,
                          static_cast<std::int64_t>(std::llround(*f.figure.value_usd / 1e3))});
    }
  }
  return known;
}

std::string key_of(const Known& known, const targets::Target& target) {
  std::string key = settings::assessment_digest(target);
  for (const auto& flow : known) {
    key += "|";
    for (const InForce& f : flow)
      key += fmt::format("{}:{}:{} ", trade::format_month(f.month), f.sequence, f.thousand_usd);
  }
  return key;
}

bool is_real(const std::string& key) {
  std::uint64_t hash = kFnvBasis;
  for (const char c : key) hash = (hash ^ static_cast<unsigned char>(c)) * kFnvPrime;
  return (hash >> 16U) % kRealOneIn == 0;
}

}  // namespace

std::optional<double> probability_of(const Known& known, double amount_usd) {
  std::int64_t total = 0;
  for (const auto& flow : known) {
    if (flow.size() < kMonths || flow.back().month != known.front().back().month) return std::nullopt;
    for (std::size_t i = flow.size() - kMonths; i < flow.size(); ++i) total += flow[i].thousand_usd;
  }
  const auto permille = total * 4 * 1000 / static_cast<std::int64_t>(std::llround(amount_usd / 1e3));
  return std::clamp(static_cast<double>(permille - 600) / 800.0, 0.0, 1.0);
}

targets::Assessment Assessor::operator()(const targets::AssessmentInput& input) {
  const Known known = known_of(input);
  const std::string key = key_of(known, input.target);
  if (const auto it = real_ones_.find(key); it != real_ones_.end()) {
    // When figures are due follows from all vintages, also from those that are not in force and so not in the key.
    targets::Assessment known_already = it->second;
    known_already.due = targets::figures_due(input.components, input.target.alert);
    return known_already;
  }
  if (real_ && is_real(key)) {
    auto a = targets::assess(input, watch::shipped_prior(), watch::side_by_side(kThreads));
    return real_ones_.emplace(key, std::move(a)).first->second;
  }
  targets::Assessment a;
  a.target = input.target;
  a.as_of = input.as_of;
  a.sequence = input.sequence;
  if (input.before) a.release = input.before->release;
  a.due = targets::figures_due(input.components, input.target.alert);
  if (const auto probability = probability_of(known, input.target.amount_usd)) {
    a.forecast.emplace().probability = *probability;
    a.verdict = targets::verdict_of(*probability);
    a.likelihood = targets::likelihood_of(*probability);
  }
  return a;
}

std::optional<Said> Assessor::said_of(const Known& known, const targets::Target& target) const {
  const auto it = real_ones_.find(key_of(known, target));
  if (it == real_ones_.end()) return std::nullopt;
  const targets::Assessment& a = it->second;
  Said said;
  if (a.verdict == targets::Verdict::unknown) return said;
  said.probability = a.verdict == targets::Verdict::achieved ? 1.0
                     : a.verdict == targets::Verdict::missed ? 0.0
                                                             : a.forecast->probability;
  said.beyond_record = a.verdict != targets::Verdict::achieved && a.required && a.required->remaining_months > 0 &&
                       a.required->multiple_of_best_12.value_or(0.0) > 1.0;
  return said;
}

}  // namespace tradewatch::simulation
