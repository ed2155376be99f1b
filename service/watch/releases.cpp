#include "service/watch/releases.h"

#include <algorithm>

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

bool is_mirror(const targets::Target& target, const trade::FlowKey& key) {
  return any_matches(target.mirror, key) ||
         std::ranges::any_of(target.readings, [&](const targets::Reading& r) { return any_matches(r.mirror, key); });
}

}  // namespace

std::expected<std::vector<Release>, storage::StoreFault> releases_after(storage::Store& store,
                                                                        const targets::Target& target,
                                                                        std::int64_t sequence) {
  const auto documents = store.documents_after(sequence);
  if (!documents) return std::unexpected(documents.error());
  std::vector<Release> out;
  for (const storage::DocumentRow& document : *documents) {
    if (document.stored == 0) continue;
    auto changes = store.changes_of(document.sequence);
    if (!changes) return std::unexpected(changes.error());
    Release release{document.sequence, std::nullopt, {}};
    bool touches = false;
    for (storage::Vintage& v : *changes) {
      const trade::Figure& figure = v.kept.figure;
      const bool component = is_component(target, figure.key);
      touches = touches || component || is_mirror(target, figure.key);
      if (!component || v.change == trade::Change::rounding) continue;
      release.published = std::max(release.published.value_or(figure.published), figure.published);
      release.changed.push_back(std::move(v));
    }
    if (touches) out.push_back(std::move(release));
  }
  return out;
}

}  // namespace tradewatch::watch
