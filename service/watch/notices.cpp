#include "service/watch/notices.h"

#include <algorithm>
#include <boost/json.hpp>

#include "models/alerts/notice_policy.h"
#include "service/delivery/receivers.h"
#include "service/intake/digest.h"
#include "service/report/assessment_json.h"
#include "service/report/changed_figures_json.h"
#include "service/report/fan_chart_of.h"

namespace tradewatch::watch {
namespace {

namespace json = boost::json;
using alerts::Known;
using alerts::NoticeKind;
using alerts::State;
using delivery::wants;

Known known_of(const storage::Told* told) {
  if (told == nullptr || told->kind.empty()) return Known::nothing;
  return told->kind == alerts::name_of(NoticeKind::resolved) ? Known::resolved : Known::firing;
}

alerts::SilenceTerms terms_of(const storage::Silence& s) {
  return {s.target, s.rule, s.receiver, s.starts, s.ends, s.ended, s.confirmed};
}

State state_of(const storage::AlertRow& row) { return alerts::parse_state(row.state).value_or(State::inactive); }

bool is_acknowledged(const storage::AlertRow& row, trade::Instant now) {
  return row.acknowledged && (!row.acknowledged->until || now < *row.acknowledged->until);
}

// A row of the store as a word: nothing changed now, but there is something to say.
Word word_of_row(const storage::AlertRow& row) {
  const auto rule = alerts::parse_rule(row.rule).value_or(alerts::Rule::off_track);
  return {row, {rule, state_of(row), state_of(row), report::reason_of(row.reason_json)}};
}

json::object alert_part(const Word& word, wording::Language language) {
  json::object out;
  out["id"] = word.row.id;
  out["rule"] = word.row.rule;
  out["from"] = alerts::name_of(word.change.from);
  out["state"] = word.row.state;
  out["severity"] = word.row.severity;
  out["since"] = trade::format_instant(word.row.since);
  if (word.row.value) out["value"] = *word.row.value;
  if (word.row.threshold) out["threshold"] = *word.row.threshold;
  out["reason"] = report::reason_json(word.change.reason);
  out["text"] = wording::sentence(word.change.reason, language);
  report::translate_reasons(out["reason"], language);
  return out;
}

std::string id_of(std::span<const Word> words, NoticeKind kind, const settings::Receiver& receiver,
                  const Moment& moment) {
  std::string text(alerts::name_of(kind));
  for (const Word& word : words) text += "|" + word.row.id + "|" + word.row.state;
  text += "|" + std::to_string(moment.sequence) + "|" + trade::format_instant(moment.now) + "|" + receiver.name;
  return notice_id(text);
}

// The one JSON form of a notice; `words` has the most severe first.
std::string body_of(const targets::Assessment& a, std::span<const Word> words, NoticeKind kind,
                    const settings::Receiver& receiver, const Moment& moment, const std::string& id) {
  const wording::Language language = wording::language_or_english(receiver.language);
  std::vector<wording::AlertChange> changes;
  json::array parts;
  for (const Word& word : words) {
    changes.push_back(word.change);
    parts.push_back(alert_part(word, language));
  }
  json::object body;
  body["id"] = id;
  body["kind"] = alerts::name_of(kind);
  body["target"] = a.target.id;
  body["title"] = a.target.title;
  body["rule"] = words.front().row.rule;
  body["state"] = words.front().row.state;
  body["severity"] = words.front().row.severity;
  body["at"] = trade::format_instant(moment.now);
  body["sequence"] = moment.sequence;
  body["language"] = receiver.language;
  body["text"] = wording::notice_text(a, kind, changes, moment.revised, language);
  body["verdict"] = targets::name_of(a.verdict);
  if (a.forecast) body["probability"] = a.forecast->probability;
  body["alerts"] = std::move(parts);
  body["figures"] = report::changed_figures_json(moment.caused_by);
  return json::serialize(body);
}

}  // namespace

std::string notice_id(std::string_view text) {
  constexpr std::size_t kDigits = 32;
  return intake::sha256_hex(text).substr(0, kDigits);
}

Notices::Notices(const targets::Assessment& assessment, const storage::AlertBook& book,
                 std::span<const settings::Receiver> receivers, Moment moment)
    : assessment_(assessment), book_(book), receivers_(receivers), moment_(std::move(moment)), known_(book.told) {}

const storage::Told* Notices::find_told(const std::string& alert_id, const std::string& receiver) const {
  const auto is_it = [&](const storage::Told& t) { return t.alert_id == alert_id && t.receiver == receiver; };
  const auto found = std::ranges::find_if(known_, is_it);
  return found == known_.end() ? nullptr : &*found;
}

storage::Told& Notices::told(const std::string& alert_id, const std::string& receiver) {
  const storage::Told* found = find_told(alert_id, receiver);
  const auto place = found == nullptr ? known_.size() : static_cast<std::size_t>(found - known_.data());
  if (found == nullptr) known_.push_back({alert_id, receiver, "", moment_.now, "", "", ""});
  if (std::ranges::find(changed_, place) == changed_.end()) changed_.push_back(place);
  return known_[place];
}

const storage::Silence* Notices::silence_of(const storage::AlertRow& row, const settings::Receiver& receiver) const {
  for (const storage::Silence& silence : book_.silences) {
    const alerts::SilenceTerms terms = terms_of(silence);
    if (alerts::in_force(terms, moment_.now) && alerts::matches(terms, row.target, row.rule, receiver.name))
      return &silence;
  }
  return nullptr;
}

void Notices::note(const Word& word, std::string kind, const settings::Receiver& receiver, std::string text,
                   std::string reference, std::string author) {
  events_.push_back({moment_.now, word.row.target, word.row.id, std::move(kind), receiver.name, std::move(author),
                     std::move(text), std::move(reference)});
}

void Notices::tell(std::span<const Word> words) {
  for (const settings::Receiver& receiver : receivers_) {
    std::vector<Outgoing> outgoing;
    for (const Word& word : words) {
      if (!wants(receiver, word.row)) continue;
      const Known known = known_of(find_told(word.row.id, receiver.name));
      // What was kept back is still to be told, or not any more; catch_up() decides once the silence is over.
      if (const auto kind = alerts::word_of(word.change.from, word.change.to, known))
        outgoing.push_back({&word, *kind});
    }
    send(receiver, outgoing);
  }
}

void Notices::catch_up(std::span<const storage::AlertRow> rows) {
  std::vector<Word> words;
  for (const storage::AlertRow& row : rows) words.push_back(word_of_row(row));
  for (const settings::Receiver& receiver : receivers_) {
    std::vector<Outgoing> outgoing;
    for (const Word& word : words) {
      if (!wants(receiver, word.row) || silence_of(word.row, receiver) != nullptr) continue;
      const storage::Told* found = find_told(word.row.id, receiver.name);
      const bool kept_back = found != nullptr && !found->withheld.empty();
      const Known known = known_of(found);
      if (kept_back) {
        if (const auto kind = alerts::belated_word(state_of(word.row), known)) {
          outgoing.push_back({&word, *kind});
          note(word, "told_late", receiver, std::string(alerts::name_of(*kind)), found->withheld_by);
        } else {
          storage::Told& row = told(word.row.id, receiver.name);
          row.withheld.clear();
          row.withheld_by.clear();
        }
        continue;
      }
      const trade::Instant last = known == Known::firing ? found->at : word.row.since;
      const std::chrono::days every(assessment_.target.alert.remind_every_days);
      if (alerts::reminder_due(state_of(word.row), is_acknowledged(word.row, moment_.now), last, every, moment_.now))
        outgoing.push_back({&word, NoticeKind::reminder});
    }
    send(receiver, outgoing);
  }
}

// Words that nothing keeps back, those that are over first.
void Notices::send(const settings::Receiver& receiver, std::span<const Outgoing> outgoing) {
  std::vector<Outgoing> free;
  for (const Outgoing& out : outgoing) {
    const storage::Silence* silence = silence_of(out.word->row, receiver);
    if (silence == nullptr) {
      free.push_back(out);
      continue;
    }
    storage::Told& row = told(out.word->row.id, receiver.name);
    row.withheld = alerts::name_of(out.kind);
    row.withheld_by = silence->id;
    note(*out.word, "withheld", receiver, std::string(alerts::name_of(out.kind)), silence->id, silence->author);
  }
  std::ranges::stable_sort(free, std::greater{},
                           [](const Outgoing& o) { return delivery::severity_rank(o.word->row.severity); });
  for (const NoticeKind kind : {NoticeKind::resolved, NoticeKind::firing, NoticeKind::reminder})
    queue(receiver, free, kind);
}

void Notices::queue(const settings::Receiver& receiver, std::span<const Outgoing> outgoing, NoticeKind kind) {
  std::vector<Word> words;
  for (const Outgoing& out : outgoing)
    if (out.kind == kind) words.push_back(*out.word);
  if (words.empty()) return;
  const std::string id = id_of(words, kind, receiver, moment_);
  const Word& first = words.front();
  notices_.push_back({id, first.row.target, first.row.id, std::string(alerts::name_of(kind)), receiver.name,
                      body_of(assessment_, words, kind, receiver, moment_, id), moment_.now});
  if (settings::shows_charts(receiver.type) && assessment_.figures)
    notices_.back().chart_svg =
        charts::svg(report::fan_chart(assessment_, wording::language_or_english(receiver.language)));
  for (const Word& word : words) {
    storage::Told& row = told(word.row.id, receiver.name);
    row.kind = alerts::name_of(kind == NoticeKind::resolved ? kind : NoticeKind::firing);
    row.at = moment_.now;
    row.notice_id = id;
    row.withheld.clear();
    row.withheld_by.clear();
    if (kind == NoticeKind::reminder) note(word, "reminded", receiver, "", id);
  }
}

void Notices::finish(storage::AlertWrite& write) && {
  std::ranges::move(notices_, std::back_inserter(write.notices));
  for (const std::size_t place : changed_) write.told.push_back(std::move(known_[place]));
  std::ranges::move(events_, std::back_inserter(write.events));
}

}  // namespace tradewatch::watch
