#include "models/trade/revision_noise.h"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "models/trade/revision.h"

namespace tradewatch::trade {
namespace {

constexpr double kTailShare = 0.9;
constexpr double kNormalTail = 1.6448536269514722;  // |z| of a normal stays below it with probability 0.9

std::size_t class_of(int age_months) {
  const auto after = std::ranges::upper_bound(kAgeClassFrom, std::max(age_months, 0));
  return static_cast<std::size_t>(after - kAgeClassFrom.begin()) - 1;
}

// The day on which a figure of `span` is `months` old.
Date aged(const MonthSpan& span, int months) { return last_day(span.last + months); }

// Revisions of one figure seen from each class of age.
struct Evidence {
  std::array<int, kAgeClassFrom.size()> figures{};
  std::array<std::vector<double>, kAgeClassFrom.size()> size;  // |r| of the revised
  int revisions = 0;
};

using Vintages = std::span<const KeptFigure* const>;  // of one figure, oldest first

bool changes(const Figure& from, const Figure& to) {
  return *from.value_usd != *to.value_usd && classify(&from, to) != Change::rounding;
}

// What was said after the last withdrawal; nothing where a date was not stated or a value is zero.
Vintages usable(Vintages all) {
  for (std::size_t i = all.size(); i-- > 0;)
    if (!all[i]->figure.value_usd) {
      all = all.subspan(i + 1);
      break;
    }
  const bool sound = std::ranges::all_of(
      all, [](const KeptFigure* v) { return v->figure.published_stated && *v->figure.value_usd > 0.0; });
  return sound ? all : Vintages{};
}

void look_at(Vintages vintages, Date newest, Evidence& evidence) {
  if (vintages.empty()) return;
  const Figure& last = vintages.back()->figure;
  bool counted = false;
  for (std::size_t c = 0; c < kAgeClassFrom.size(); ++c) {
    const Date first = vintages.front()->figure.published;
    const Date moment = std::max(aged(last.period, kAgeClassFrom[c]), first);
    if (class_of(age_months(last.period, moment)) != c) continue;  // it came later than this class
    if (month_of(newest) - month_of(moment) < kMonthsToSettle) break;
    const auto after =
        std::ranges::upper_bound(vintages, moment, {}, [](const auto* v) { return v->figure.published; });
    const Figure& then = (*std::prev(after))->figure;
    ++evidence.figures[c];
    if (changes(then, last)) evidence.size[c].push_back(std::abs(std::log(*last.value_usd / *then.value_usd)));
    counted = true;
  }
  for (std::size_t i = 1; counted && i < vintages.size(); ++i)
    if (changes(vintages[i - 1]->figure, vintages[i]->figure)) ++evidence.revisions;
}

// The i-th of n sorted sizes stands at (i + 1/2) / n; linear between, flat beyond.
double robust_variance(std::vector<double> sizes) {
  if (sizes.empty()) return 0.0;
  std::ranges::sort(sizes);
  const auto n = static_cast<double>(sizes.size());
  const double at = std::clamp(kTailShare * n - 0.5, 0.0, n - 1.0);
  const auto below = static_cast<std::size_t>(at);
  const double high = sizes[std::min(below + 1, sizes.size() - 1)];
  const double tail = sizes[below] + (at - static_cast<double>(below)) * (high - sizes[below]);
  return tail * tail / (kNormalTail * kNormalTail);
}

// Makes `variance` not grow with age: neighbours that do are replaced by their mean, weighted by their figures.
void pool_adjacent_violators(std::vector<double>& variance, const std::vector<double>& weight) {
  struct Block {
    double mean, weight;
    std::size_t count;
  };
  std::vector<Block> blocks;
  for (std::size_t c = 0; c < variance.size(); ++c) {
    blocks.push_back({variance[c], weight[c], 1});
    while (blocks.size() > 1 && blocks.back().mean > blocks[blocks.size() - 2].mean) {
      const Block young = blocks[blocks.size() - 2], old = blocks.back();
      blocks.pop_back();
      const double both = young.weight + old.weight;
      blocks.back() = {(young.mean * young.weight + old.mean * old.weight) / both, both, young.count + old.count};
    }
  }
  std::size_t c = 0;
  for (const Block& block : blocks)
    for (std::size_t i = 0; i < block.count; ++i) variance[c++] = block.mean;
}

std::vector<AgeClass> classes_of(const Evidence& evidence) {
  std::vector<double> all;
  for (const auto& sizes : evidence.size) all.insert(all.end(), sizes.begin(), sizes.end());
  const double variance_of_all = robust_variance(all);
  std::vector<AgeClass> classes;
  std::vector<double> variance, weight;  // of the classes with figures
  for (std::size_t c = 0; c < kAgeClassFrom.size(); ++c) {
    const std::vector<double>& sizes = evidence.size[c];
    const auto k = static_cast<int>(sizes.size());
    classes.push_back({kAgeClassFrom[c], evidence.figures[c], k, 0.0});
    if (evidence.figures[c] == 0) continue;
    const double share = (k + 0.5) / (evidence.figures[c] + 1.0);
    variance.push_back(share * (k < kMinRevisions ? variance_of_all : robust_variance(sizes)));
    weight.push_back(evidence.figures[c]);
  }
  pool_adjacent_violators(variance, weight);
  std::size_t next = 0;  // a class without figures is like the next younger one, or like the youngest that has some
  for (AgeClass& age : classes) {
    if (age.figures > 0) ++next;
    age.sd_left = std::sqrt(variance[next == 0 ? 0 : next - 1]);
  }
  return classes;
}

bool same_figure(const KeptFigure* a, const KeptFigure* b) {
  return a->figure.period == b->figure.period && a->figure.key == b->figure.key;
}

}  // namespace

double RevisionNoise::sd_left(int age) const { return learned() ? ages[class_of(age)].sd_left : default_sd; }

double RevisionNoise::sd_between(int age, int later_age) const {
  if (later_age <= age) return 0.0;
  if (!learned()) return default_sd;
  const double before = sd_left(age), after = sd_left(later_age);
  return std::sqrt(std::max(0.0, before * before - after * after));
}

int age_months(const MonthSpan& span, Date date) { return std::max(0, month_of(date) - span.last); }

RevisionNoise learn_revision_noise(std::string source, std::span<const KeptFigure> vintages) {
  RevisionNoise noise;
  noise.source = std::move(source);
  std::vector<const KeptFigure*> sorted;
  sorted.reserve(vintages.size());
  for (const KeptFigure& v : vintages) {
    sorted.push_back(&v);
    noise.newest = std::max(noise.newest, v.figure.published);
  }
  std::ranges::sort(sorted, [](const KeptFigure* a, const KeptFigure* b) {
    return std::tie(a->figure.key, a->figure.period, a->figure.published, a->sequence, a->id) <
           std::tie(b->figure.key, b->figure.period, b->figure.published, b->sequence, b->id);
  });
  Evidence evidence;
  for (std::size_t from = 0; from < sorted.size();) {
    std::size_t to = from + 1;
    while (to < sorted.size() && same_figure(sorted[from], sorted[to])) ++to;
    look_at(usable(Vintages(sorted).subspan(from, to - from)), noise.newest, evidence);
    from = to;
  }
  noise.revisions = evidence.revisions;
  if (noise.revisions >= kMinRevisions) noise.ages = classes_of(evidence);
  return noise;
}

}  // namespace tradewatch::trade
