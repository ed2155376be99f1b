#include "service/report/alert_history.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>

#include "models/alerts/notice_policy.h"
#include "service/report/text_layout.h"
#include "service/wording/numbers.h"

namespace tradewatch::report {
namespace {

namespace json = boost::json;
using enum TextTable::Align;

void put(json::object& out, std::string_view key, const std::string& value) {
  if (!value.empty()) out[key] = value;
}

json::object transition_json(const storage::TransitionRow& t) {
  json::object o;
  o["kind"] = "transition";
  o["alert"] = t.alert_id;
  o["target"] = t.target;
  o["rule"] = t.rule;
  o["from"] = t.from;
  o["to"] = t.to;
  o["at"] = trade::format_instant(t.at);
  o["sequence"] = t.sequence;
  if (t.value) o["value"] = *t.value;
  if (t.threshold) o["threshold"] = *t.threshold;
  boost::system::error_code failed;
  json::value reason = json::parse(t.reason_json, failed);
  o["reason"] = failed ? json::value(t.reason_json) : std::move(reason);
  return o;
}

json::object event_json(const storage::AlertEvent& e) {
  json::object o;
  o["kind"] = e.kind;
  put(o, "alert", e.alert_id);
  put(o, "target", e.target);
  put(o, "receiver", e.receiver);
  put(o, "by", e.author);
  put(o, "note", e.note);
  put(o, "reference", e.reference);
  o["at"] = trade::format_instant(e.at);
  return o;
}

std::string reason_text(const std::string& reason_json) {
  boost::system::error_code failed;
  const json::value reason = json::parse(reason_json, failed);
  if (failed || !reason.is_object()) return {};
  const json::value* text = reason.as_object().if_contains("text");
  return text != nullptr && text->is_string() ? printable(std::string(text->as_string())) : std::string();
}

std::string or_any(const std::string& text) { return text.empty() ? "any" : printable(text); }

// What an event says beside its alert.
std::string event_words(const storage::AlertEvent& e) {
  if (e.kind == "withheld")
    return fmt::format("the {} notice to {} was kept back by silence {} of {}", e.note, printable(e.receiver),
                       e.reference, printable(e.author));
  if (e.kind == "told_late")
    return fmt::format("the {} notice that silence {} had kept back goes to {}", e.note, e.reference,
                       printable(e.receiver));
  if (e.kind == "reminded") return fmt::format("{} is reminded", printable(e.receiver));
  if (e.kind == "acknowledged") {
    const std::string until = e.reference.empty() ? "" : " (until " + e.reference + ")";
    return fmt::format("by {}: {}{}", printable(e.author), printable(e.note), until);
  }
  return fmt::format("silence {} by {}{}", e.reference, printable(e.author),
                     e.note.empty() ? "" : ": " + printable(e.note));
}

// Moment, alert, what happened, why.
std::vector<std::string> row_of(const storage::TransitionRow& t) {
  return {to_second(t.at), printable(t.alert_id), t.from + " -> " + t.to, reason_text(t.reason_json)};
}

std::vector<std::string> row_of(const storage::AlertEvent& e) {
  return {to_second(e.at), e.alert_id.empty() ? or_any(e.target) : printable(e.alert_id), e.kind, event_words(e)};
}

}  // namespace

std::vector<HistoryEntry> history_of(std::span<const storage::TransitionRow> transitions,
                                     std::span<const storage::AlertEvent> events, std::size_t limit) {
  std::vector<HistoryEntry> out;
  for (const storage::AlertEvent& e : events) out.push_back({e.at, nullptr, &e});
  for (const storage::TransitionRow& t : transitions) out.push_back({t.at, &t, nullptr});
  std::ranges::stable_sort(out, std::greater{}, &HistoryEntry::at);
  if (out.size() > limit) out.resize(limit);
  return out;
}

json::array history_json(std::span<const HistoryEntry> history) {
  json::array out;
  for (const HistoryEntry& entry : history)
    out.push_back(entry.transition != nullptr ? transition_json(*entry.transition) : event_json(*entry.event));
  return out;
}

std::string history_table(std::span<const HistoryEntry> history) {
  if (history.empty()) return "No change.\n";
  TextTable table({{"at", left}, {"alert", left}, {"what", left}, {"why", left}});
  for (const HistoryEntry& entry : history)
    table.add(entry.transition != nullptr ? row_of(*entry.transition) : row_of(*entry.event));
  return table.text();
}

json::object silence_json(const storage::Silence& s, trade::Instant now) {
  json::object o;
  o["id"] = s.id;
  put(o, "target", s.target);
  put(o, "rule", s.rule);
  put(o, "receiver", s.receiver);
  o["from"] = trade::format_instant(s.starts);
  o["until"] = trade::format_instant(s.ends);
  o["by"] = s.author;
  o["reason"] = s.reason;
  o["created"] = trade::format_instant(s.created);
  if (s.ended) o["ended"] = trade::format_instant(*s.ended);
  put(o, "ended_by", s.ended_by);
  o["confirmed"] = s.confirmed;
  o["in_force"] = alerts::in_force({s.target, s.rule, s.receiver, s.starts, s.ends, s.ended, s.confirmed}, now);
  return o;
}

std::string silences_table(std::span<const storage::Silence> silences, trade::Instant now) {
  if (silences.empty()) return "No silence.\n";
  TextTable table({{"silence", left},
                   {"target", left},
                   {"rule", left},
                   {"receiver", left},
                   {"from", left},
                   {"until", left},
                   {"state", left},
                   {"by", left},
                   {"reason", left}});
  for (const storage::Silence& s : silences) {
    std::string state = "in force";
    if (s.ended) {
      state = "ended by " + printable(s.ended_by);
    } else if (now >= s.ends) {
      state = "expired";
    } else if (!s.confirmed) {
      state = "not in force: restored from a backup; confirm it";
    } else if (now < s.starts) {
      state = "to come";
    }
    table.add({s.id, or_any(s.target), or_any(s.rule), or_any(s.receiver), to_second(s.starts), to_second(s.ends),
               state, printable(s.author), printable(s.reason)});
  }
  return table.text();
}

json::object record_json(const alerts::TrackRecord& record) {
  json::object out;
  out["targets_ended"] = record.targets;
  out["targets_met"] = record.met;
  out["assessments"] = record.assessments;
  if (record.brier) out["brier"] = *record.brier;
  json::array classes;
  for (const alerts::TrackClass& c : record.classes) {
    json::object o;
    o["likelihood"] = targets::name_of(c.likelihood);
    o["assessments"] = c.assessments;
    o["targets"] = c.targets;
    o["mean_probability"] = c.mean_probability;
    o["met_share"] = c.met_share;
    classes.push_back(std::move(o));
  }
  out["classes"] = std::move(classes);
  return out;
}

std::string record_table(const alerts::TrackRecord& record) {
  if (!record.brier) return "No target has ended yet, so there is no record of past probabilities.\n";
  std::string out = fmt::format(
      "{} targets ended, {} of them met; {} assessments before, Brier score {:.3f} (0.25: "
      "always saying one half)\n",
      record.targets, record.met, record.assessments, *record.brier);
  TextTable table(
      {{"said", left}, {"assessments", right}, {"targets", right}, {"mean probability", right}, {"met", right}});
  for (const alerts::TrackClass& c : record.classes) {
    table.add({std::string(targets::name_of(c.likelihood)), std::to_string(c.assessments), std::to_string(c.targets),
               wording::percent(c.mean_probability), wording::share(c.met_share)});
  }
  return out + table.text();
}

std::string undelivered_lines(std::span<const storage::NoticeFate> fates) {
  std::string out;
  for (const storage::NoticeFate& f : fates) {
    if (f.state == "delivered") continue;
    const bool lost = f.state == "given_up";
    if (!lost && f.attempts == 0) continue;  // on its way
    out += fmt::format("{}: the {} notice to {} {} after {} tries: {}\n", printable(f.alert_id), f.kind,
                       printable(f.receiver), lost ? "was given up" : "is not taken yet", f.attempts,
                       printable(f.last_error));
  }
  return out;
}

}  // namespace tradewatch::report
