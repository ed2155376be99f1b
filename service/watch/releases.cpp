#include "service/watch/releases.h"

#include <algorithm>
#include <iterator>
#include <tuple>

#include "service/watch/seen_figures.h"

namespace tradewatch::watch {
namespace {

bool any_matches(const std::vector<targets::Component>& components, const trade::FlowKey& key) {
  return std::ranges::any_of(components, [&](const targets::Component& c) { return c.matches(key); });
}

// In any reading of the target.
bool is_component(const targets::Target& target, const trade::FlowKey& key) {
  return any_matches(target.components, key) || std::ranges::any_of(target.readings, [&](const targets::Reading& r) {
           return any_matches(r.components, key);
         });
}

// Of the target's own and the partner's side, in any reading.
std::vector<targets::Component> all_components(const targets::Target& target) {
  std::vector<targets::Component> all;
  const auto add = [&](const std::vector<targets::Component>& some) {
    all.insert(all.end(), some.begin(), some.end());
  };
  add(target.components);
  add(target.mirror);
  for (const targets::Reading& reading : target.readings) {
    add(reading.components);
    add(reading.mirror);
  }
  return all;
}

// By document; within one as the store sorts: by key, period and publication.
bool earlier(const storage::Vintage& a, const storage::Vintage& b) {
  const auto place = [](const storage::Vintage& v) {
    const trade::Figure& f = v.kept.figure;
    return std::tie(v.kept.sequence, f.key, f.period.first, f.period.last, f.published, v.kept.id);
  };
  return place(a) < place(b);
}

// What the documents after `sequence` changed of what the target looks at, each vintage once. Asked for by series, so
// that a document of a million other figures costs nothing.
std::expected<std::vector<storage::Vintage>, storage::StoreFault> changes_after(storage::Store& store,
                                                                                const targets::Target& target,
                                                                                std::int64_t sequence) {
  const auto newest = store.sequence();  // a document that comes in meanwhile is seen whole the next time
  if (!newest) return std::unexpected(newest.error());
  std::vector<storage::Vintage> changes;
  for (const targets::Component& component : all_components(target)) {
    storage::FigureFilter filter = filter_of(component);
    filter.after = sequence;
    auto some = store.vintages(filter, {.sequence = *newest});
    if (!some) return std::unexpected(some.error());
    std::ranges::move(*some, std::back_inserter(changes));
  }
  std::ranges::sort(changes, earlier);
  const auto twice = std::ranges::unique(changes, {}, [](const storage::Vintage& v) { return v.kept.id; });
  changes.erase(twice.begin(), twice.end());
  return changes;
}

}  // namespace

std::expected<std::vector<Release>, storage::StoreFault> releases_after(storage::Store& store,
                                                                        const targets::Target& target,
                                                                        std::int64_t sequence) {
  auto changes = changes_after(store, target, sequence);
  if (!changes) return std::unexpected(changes.error());
  std::vector<Release> out;
  for (storage::Vintage& v : *changes) {
    if (out.empty() || out.back().sequence != v.kept.sequence) out.push_back({v.kept.sequence, std::nullopt, {}});
    Release& release = out.back();
    const trade::Figure& figure = v.kept.figure;
    if (!is_component(target, figure.key) || v.change == trade::Change::rounding) continue;
    release.published = std::max(release.published.value_or(figure.published), figure.published);
    release.changed.push_back(std::move(v));
  }
  return out;
}

}  // namespace tradewatch::watch
