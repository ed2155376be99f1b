#include "service/settings/target_reader.h"

#include <algorithm>

namespace tradewatch::settings {
namespace {

using targets::Component;

// Two selections that may take the same trade: what one leaves open the other may have stated, two-way holds all,
// re-exports are part of exports, and an HS code holds the longer codes that it begins.
bool flows_overlap(trade::Flow a, trade::Flow b) {
  using enum trade::Flow;
  const auto holds = [](trade::Flow whole, trade::Flow part) {
    return whole == part || whole == two_way || (whole == export_ && part == re_export) ||
           (whole == import_ && part == re_import);
  };
  return holds(a, b) || holds(b, a);
}

bool commodities_overlap(std::string_view a, std::string_view b) {
  return a == "TOTAL" || b == "TOTAL" || a.starts_with(b) || b.starts_with(a);
}

template <typename T>
bool may_be_equal(const std::optional<T>& a, const std::optional<T>& b) {
  return !a || !b || *a == *b;
}

bool overlap(const Component& a, const Component& b) {
  return may_be_equal(a.source, b.source) && a.reporter == b.reporter && a.partner == b.partner &&
         flows_overlap(a.flow, b.flow) && commodities_overlap(a.commodity, b.commodity) &&
         may_be_equal(a.valuation, b.valuation) && may_be_equal(a.basis, b.basis);
}

std::optional<Component> read_component(TableReader& table) {
  const std::size_t faults_before = table.faults().count();
  Component component;
  component.source = table.optional("source", identifier());
  if (const auto stated = table.required("reporter", country())) component.reporter = *stated;
  if (const auto stated = table.required("partner", country())) component.partner = *stated;
  if (const auto stated = table.required("flow", flow())) component.flow = *stated;
  table.into(component.commodity, "commodity", commodity());
  component.valuation = table.optional("valuation", valuation());
  component.basis = table.optional("basis", basis());
  if (table.faults().count() != faults_before) return std::nullopt;
  return component;
}

// The good components of the list at `key`; one that may count the same trade as an earlier one is a fault.
std::vector<Component> read_components(TableReader& table, std::string_view key) {
  std::vector<std::pair<std::size_t, Component>> numbered;
  std::size_t index = 0;
  table.each_table(key, [&](TableReader& inner) {
    if (auto component = read_component(inner)) numbered.emplace_back(index, *component);
    ++index;
  });
  std::vector<Component> components;
  for (const auto& [number, component] : numbered) {
    for (const auto& [earlier_number, earlier] : numbered) {
      if (earlier_number >= number) break;
      if (!overlap(earlier, component)) continue;
      table.faults().add(table.item_place(key, number), describe(component),
                         "each flow once: " + std::string(key) + "[" + std::to_string(earlier_number) + "] (" +
                             describe(earlier) + ") counts the same trade");
      break;
    }
    components.push_back(component);
  }
  return components;
}

std::optional<targets::Announcement> read_announcement(TableReader& table) {
  std::optional<targets::Announcement> announcement;
  table.table("announcement", [&](TableReader& inner) {
    announcement.emplace();
    if (const auto words = inner.required("text", text())) announcement->text = *words;
    inner.into(announcement->source, "source", text());
    inner.into(announcement->said_by, "said_by", text());
  });
  return announcement;
}

void read_alert(TableReader& table, targets::AlertSettings& alert) {
  const std::size_t faults_before = table.faults().count();
  table.into(alert.probability_below, "probability_below", probability());
  table.into(alert.probability_clear, "probability_clear", probability());
  table.into(alert.behind_path_by, "behind_path_by", share());
  table.into(alert.persist, "persist", whole_number(1, 10));
  table.into(alert.stale_after_days, "stale_after", days());
  table.into(alert.remind_every_days, "remind_every", days());
  if (table.faults().count() != faults_before || alert.probability_clear > alert.probability_below) return;
  // An alert that clears where it fires would flap.
  const bool clear_stated = table.has("probability_clear");
  table.fault(clear_stated ? "probability_clear" : "probability_below",
              table.found(clear_stated ? "probability_clear" : "probability_below"),
              clear_stated ? "more than probability_below" : "less than probability_clear, which is 0.4 unless stated");
}

// Rules between values that are good by themselves. Of a reading, `table` holds only what differs.
void check_times(TableReader& table, const targets::Target& target) {
  if (trade::month_of(target.announced) > target.window.last) {
    if (target.reading.empty()) {
      table.fault("announced", trade::format_date(target.announced), "a date before the end of the window");
    } else if (table.has("window")) {
      table.fault("window", table.found("window"), "months that end after the announcement");
    }
    return;
  }
  const auto* span = target.baseline ? std::get_if<trade::MonthSpan>(&*target.baseline) : nullptr;
  if (span != nullptr && span->last >= target.window.last) {
    const char* key = table.has("baseline") ? "baseline" : "window";
    if (table.has(key)) {
      table.fault(key, table.found(key),
                  key == std::string_view("window") ? "months that end after the baseline does"
                                                    : "months that end before the window does");
    }
  }
}

// One `[[target.reading]]`; `target` is whole but for its readings.
targets::Reading read_reading(TableReader& table, const targets::Target& target, bool times_known) {
  const std::size_t faults_before = table.faults().count();
  targets::Reading reading;
  reading.id = table.required("id", identifier()).value_or("");
  const auto is_taken = [&](const targets::Reading& other) { return other.id == reading.id; };
  if (reading.id == targets::kMainReading) {
    table.fault("id", table.found("id"), "another id: `main` is the target as it stands");
  } else if (!reading.id.empty() && std::any_of(target.readings.begin(), target.readings.end(), is_taken)) {
    table.fault("id", table.found("id"), "an id that no other reading of the target has");
  }
  reading.amount_usd = table.optional("amount", amount_usd());
  reading.window = table.optional("window", window());
  reading.baseline = table.optional("baseline", baseline());
  reading.components = read_components(table, "components");
  reading.mirror = read_components(table, "mirror");
  const bool differs = table.has("amount") || table.has("window") || table.has("baseline") || table.has("components") ||
                       table.has("mirror");
  if (!differs) table.missing("window", "what differs: window, components, mirror, amount or baseline");
  if (differs && times_known && table.faults().count() == faults_before) check_times(table, as_read(target, reading));
  return reading;
}

}  // namespace

targets::Target read_target(TableReader& table) {
  targets::Target target;
  target.id = table.required("id", identifier()).value_or("");
  table.into(target.title, "title", text());
  if (target.title.empty()) target.title = target.id;
  if (const auto amount = table.required("amount", amount_usd())) target.amount_usd = *amount;
  const auto announced = table.required("announced", date());
  const auto span = table.required("window", window());
  if (announced) target.announced = *announced;
  if (span) target.window = *span;
  const std::size_t faults_before_baseline = table.faults().count();
  target.baseline = table.optional("baseline", baseline());
  if (announced && span && table.faults().count() == faults_before_baseline) check_times(table, target);
  table.into(target.path, "path", path_kind());
  if (!table.has("components")) table.missing("components", "a list of at least one component");
  target.components = read_components(table, "components");
  target.mirror = read_components(table, "mirror");
  target.announcement = read_announcement(table);
  const bool times_known = announced && span;
  table.each_table("reading", [&](TableReader& inner) {
    targets::Reading reading = read_reading(inner, target, times_known);
    target.readings.push_back(std::move(reading));
  });
  table.table("alert", [&](TableReader& inner) { read_alert(inner, target.alert); });
  return target;
}

}  // namespace tradewatch::settings
