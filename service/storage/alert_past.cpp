// Alerts as they were: what was written down of each, read up to a moment.

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

#include "service/storage/transitions.h"

namespace tradewatch::storage {
namespace {

// Earlier than any moment that this program meets, and still of the length that texts compare by.
constexpr trade::Instant kBeforeAll{};

bool is_over(const std::string& state) { return state == "resolved" || state == "inactive"; }

std::vector<TransitionRow> transitions_in(Store::Impl& impl, trade::Instant after, trade::Instant until) {
  Query query(impl, fmt::format("SELECT {} FROM transition WHERE at > :after AND at <= :until ORDER BY number",
                                kTransitionColumns));
  query.with(after).with(until);
  return read_transitions(query);
}

// In the order in which they were made.
std::vector<Acknowledgement> read_acknowledgements(Store::Impl& impl, trade::Instant until) {
  Query query(
      impl,
      "SELECT alert_id, author, note, at, reference FROM alert_event WHERE kind = 'acknowledged' AND at <= :until "
      "ORDER BY number");
  query.with(until);
  Acknowledgement row;
  std::string at, ends;
  query.into(row.alert_id).into(row.author).into(row.note).into(at).into(ends);
  std::vector<Acknowledgement> rows;
  while (query.step()) {
    row.at = instant_of(at);
    row.until = ends.empty() ? std::nullopt : std::optional(instant_of(ends));
    rows.push_back(row);
  }
  return rows;
}

void apply(AlertRow& alert, const TransitionRow& t) {
  if (alert.id.empty() || is_over(alert.state)) alert.opened = t.at;
  alert.id = t.alert_id;
  alert.target = t.target;
  alert.rule = t.rule;
  alert.state = t.to;
  alert.since = t.at;
  alert.value = t.value;
  alert.threshold = t.threshold;
  alert.reason_json = t.reason_json;
}

}  // namespace

Store::Result<std::vector<AlertRow>> Store::alerts_at(trade::Instant at) {
  return attempt(*impl_, "read alerts as they were", [&] {
    std::map<std::string, AlertRow> by_id;
    for (const TransitionRow& t : transitions_in(*impl_, kBeforeAll, at)) apply(by_id[t.alert_id], t);
    for (Acknowledgement& seen : read_acknowledgements(*impl_, at)) {
      const auto found = by_id.find(seen.alert_id);
      // One of an earlier episode, or one that has run out, says nothing of this one.
      if (found == by_id.end() || seen.at < found->second.opened || (seen.until && *seen.until <= at)) continue;
      found->second.acknowledged = std::move(seen);
    }
    std::vector<AlertRow> rows;
    for (auto& [id, alert] : by_id) rows.push_back(std::move(alert));
    std::ranges::stable_sort(rows, [](const AlertRow& a, const AlertRow& b) {
      return std::tie(a.target, a.rule, a.id) < std::tie(b.target, b.rule, b.id);
    });
    return rows;
  });
}

Store::Result<std::vector<TransitionRow>> Store::transitions_between(trade::Instant after, trade::Instant until) {
  return attempt(*impl_, "read transitions", [&] { return transitions_in(*impl_, after, until); });
}

Store::Result<std::optional<trade::Instant>> Store::first_taken() {
  return attempt(*impl_, "read when the first document was taken", [&] {
    std::string first;
    soci::indicator none = soci::i_ok;
    Query(*impl_, "SELECT min(taken) FROM document").into(first, none).run();
    return none == soci::i_ok ? std::optional(instant_of(first)) : std::nullopt;
  });
}

}  // namespace tradewatch::storage
