#include "service/watch/seen_figures.h"

#include <algorithm>
#include <utility>

namespace tradewatch::watch {
namespace {

using Vintages = std::vector<storage::Vintage>;  // of one component: by key, period, published, sequence

std::expected<std::vector<Vintages>, storage::StoreFault> vintages_of(storage::Store& store,
                                                                      const std::vector<targets::Component>& components,
                                                                      const storage::AsOf& as_of) {
  std::vector<Vintages> out;
  for (const targets::Component& c : components) {
    auto vintages = store.vintages(filter_of(c), as_of);
    if (!vintages) return std::unexpected(vintages.error());
    out.push_back(std::move(*vintages));
  }
  return out;
}

bool same_identity(const storage::Vintage& a, const storage::Vintage& b) {
  return a.kept.figure.period == b.kept.figure.period && a.kept.figure.key == b.kept.figure.key;
}

// The newest vintage of each identity, of those published before `end` where it is given.
std::vector<trade::KeptFigure> newest_of_each(const Vintages& vintages, std::optional<trade::Date> end) {
  std::vector<trade::KeptFigure> out;
  const storage::Vintage* newest = nullptr;
  for (const storage::Vintage& v : vintages) {
    if (newest != nullptr && !same_identity(*newest, v)) out.push_back(std::exchange(newest, nullptr)->kept);
    if (!end || v.kept.figure.published < *end) newest = &v;
  }
  if (newest != nullptr) out.push_back(newest->kept);
  return out;
}

bool is_withdrawn(const trade::KeptFigure& f) { return f.figure.status == trade::Status::withdrawn; }

std::vector<targets::ComponentFigures> in_force(const std::vector<targets::Component>& components,
                                                const std::vector<Vintages>& vintages, std::optional<trade::Date> end) {
  std::vector<targets::ComponentFigures> out;
  for (std::size_t c = 0; c < components.size(); ++c) {
    std::vector<trade::KeptFigure> figures = newest_of_each(vintages[c], end);
    std::erase_if(figures, is_withdrawn);
    out.push_back({components[c], std::move(figures), {}, {}});
  }
  return out;
}

std::optional<targets::BeforeRelease> before_release(const std::vector<targets::Component>& components,
                                                     const std::vector<Vintages>& vintages) {
  std::optional<trade::Date> newest;
  for (const Vintages& of_component : vintages) {
    for (const storage::Vintage& v : of_component) {
      if (v.change != trade::Change::rounding) newest = std::max(newest, std::optional(v.kept.figure.published));
    }
  }
  if (!newest) return std::nullopt;
  targets::BeforeRelease before{*newest, in_force(components, vintages, newest), {}};
  for (const Vintages& of_component : vintages) {
    for (trade::KeptFigure& f : newest_of_each(of_component, std::nullopt)) {
      if (is_withdrawn(f) && f.figure.published >= *newest) before.withdrawn.push_back(std::move(f));
    }
  }
  return before;
}

// What was in force at `since`, in place of what stood before the newest release.
std::expected<void, storage::StoreFault> look_back(storage::Store& store, targets::AssessmentInput& input,
                                                   trade::Instant as_of, trade::Instant since) {
  const std::vector<targets::Component>& components = input.target.components;
  const auto now = vintages_of(store, components, {.taken = as_of});
  if (!now) return std::unexpected(now.error());
  const auto then = vintages_of(store, components, {.taken = since});
  if (!then) return std::unexpected(then.error());
  const auto is_newer = [&](const storage::Vintage& v) { return v.kept.taken > since; };
  const bool any_newer = std::ranges::any_of(*now, [&](const Vintages& v) { return std::ranges::any_of(v, is_newer); });
  if (!input.before || !any_newer) {
    input.before.reset();
    return {};
  }
  input.before->components = in_force(components, *then, std::nullopt);
  input.before->withdrawn.clear();
  for (const Vintages& of_component : *now) {
    for (trade::KeptFigure& f : newest_of_each(of_component, std::nullopt)) {
      if (is_withdrawn(f) && f.taken > since) input.before->withdrawn.push_back(std::move(f));
    }
  }
  for (targets::ComponentFigures& component : input.before->components) {
    if (component.in_force.empty()) continue;
    auto noise = store.revision_noise(component.in_force.front().figure.key, {.taken = since});
    if (!noise) return std::unexpected(noise.error());
    component.revision_noise = std::move(*noise);
  }
  return {};
}

std::optional<trade::ReleaseRhythm> rhythm_of(Vintages vintages) {
  std::vector<trade::KeptFigure> figures;
  for (storage::Vintage& v : vintages) figures.push_back(std::move(v.kept));
  return trade::release_rhythm(figures);
}

std::expected<targets::AssessmentInput, storage::StoreFault> see_reading(storage::Store& store,
                                                                         const targets::Target& target,
                                                                         const storage::AsOf& as_of) {
  targets::AssessmentInput input;
  input.target = target;
  auto own = vintages_of(store, target.components, as_of);
  if (!own) return std::unexpected(own.error());
  const auto partner = vintages_of(store, target.mirror, as_of);
  if (!partner) return std::unexpected(partner.error());
  input.components = in_force(target.components, *own, std::nullopt);
  input.mirror = in_force(target.mirror, *partner, std::nullopt);
  input.before = before_release(target.components, *own);
  for (std::size_t c = 0; c < input.components.size(); ++c) {
    targets::ComponentFigures& component = input.components[c];
    if (component.in_force.empty()) continue;
    component.rhythm = rhythm_of(std::move((*own)[c]));
    const trade::FlowKey& key = component.in_force.front().figure.key;
    auto noises = store.revision_noises(key, as_of, input.before ? std::optional(input.before->release) : std::nullopt);
    if (!noises) return std::unexpected(noises.error());
    component.revision_noise = std::move(noises->now);
    if (input.before) input.before->components[c].revision_noise = std::move(noises->before);
  }
  for (const targets::ComponentFigures& c : input.components) {
    for (const trade::KeptFigure& f : c.in_force) {
      input.sequence = std::max(input.sequence, f.sequence);
      input.as_of = std::max(input.as_of.value_or(f.taken), f.taken);
    }
  }
  return input;
}

}  // namespace

storage::FigureFilter filter_of(const targets::Component& c) {
  return {.source = c.source,
          .reporter = c.reporter,
          .partner = c.partner,
          .flow = c.flow,
          .commodity = c.commodity,
          .valuation = c.valuation,
          .basis = c.basis};
}

std::expected<targets::AssessmentInput, storage::StoreFault> see_figures(storage::Store& store,
                                                                         const targets::Target& target,
                                                                         const storage::AsOf& as_of) {
  auto input = see_reading(store, target, as_of);
  if (!input) return std::unexpected(input.error());
  for (const targets::Reading& reading : target.readings) {
    auto other = see_reading(store, targets::as_read(target, reading), as_of);
    if (!other) return std::unexpected(other.error());
    input->readings.push_back(std::move(*other));
  }
  return input;
}

std::expected<targets::AssessmentInput, storage::StoreFault> see_figures_since(storage::Store& store,
                                                                               const targets::Target& target,
                                                                               trade::Instant as_of,
                                                                               trade::Instant since) {
  auto input = see_figures(store, target, {.taken = as_of});
  if (!input) return std::unexpected(input.error());
  if (const auto done = look_back(store, *input, as_of, since); !done) return std::unexpected(done.error());
  for (targets::AssessmentInput& reading : input->readings) {
    if (const auto done = look_back(store, reading, as_of, since); !done) return std::unexpected(done.error());
  }
  return input;
}

}  // namespace tradewatch::watch
