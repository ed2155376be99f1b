#include "tests/simulation/model.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace tradewatch::simulation {
namespace {

constexpr std::int64_t kHalfOfCoarse = 50;  // thousand US dollars
constexpr double kCriticalUnder = 0.10;
constexpr double kCriticalOver = 0.12;
constexpr std::size_t kReleasesThatTeach = 5;
constexpr int kGrace = 14;  // days

bool stands(const std::string& state) { return state == "firing" || state == "recovering"; }

// Type 7: between the two nearest.
double quantile(std::vector<int> v, double p) {
  std::ranges::sort(v);
  const double place = p * (static_cast<double>(v.size()) - 1.0);
  const auto low = static_cast<std::size_t>(std::floor(place));
  if (low + 1 >= v.size()) return v.back();
  return v[low] + (place - std::floor(place)) * (v[low + 1] - v[low]);
}

}  // namespace

std::string name_of(Watched rule) {
  switch (rule) {
    case Watched::off_track:
      return "off_track";
    case Watched::critical:
      return "critical";
    case Watched::stale:
      return "stale";
  }
  return {};
}

void Model::take(const Document& document, std::int64_t sequence) {
  if (!document.of_target || !taken_.insert(document.bytes()).second) return;
  bool touched = false;
  News news{sequence, std::nullopt};
  for (const Line& line : document.lines) {
    auto& vintages = figures_[line.flow == trade::Flow::export_ ? 0 : 1][line.month];
    const Vintage* before = nullptr;  // said by that date, the last one
    for (const Vintage& v : vintages) {
      if (v.published <= document.published && (before == nullptr || v.published >= before->published)) before = &v;
    }
    const bool same = before != nullptr && before->thousand_usd == line.thousand_usd;
    if (same) continue;
    const bool rounding = before != nullptr && before->thousand_usd && line.thousand_usd &&
                          (before->coarse || line.coarse) &&
                          std::abs(*before->thousand_usd - *line.thousand_usd) <= kHalfOfCoarse;
    touched = true;
    if (!rounding) news.release = document.published;
    vintages.push_back({document.published, sequence, line.thousand_usd, line.coarse});
  }
  if (touched) news_.push_back(news);
}

Known Model::known_at(std::int64_t sequence) const {
  Known known;
  for (std::size_t flow = 0; flow < known.size(); ++flow) {
    for (const auto& [month, vintages] : figures_[flow]) {
      const Vintage* newest = nullptr;
      for (const Vintage& v : vintages) {
        if (v.sequence <= sequence && (newest == nullptr || v.published >= newest->published)) newest = &v;
      }
      if (newest == nullptr || !newest->thousand_usd) continue;
      known[flow].push_back({month, newest->published, newest->sequence, *newest->thousand_usd});
    }
  }
  return known;
}

std::optional<trade::Date> Model::due_at(std::int64_t sequence, const targets::Target& target) const {
  const Known known = known_at(sequence);
  std::optional<trade::Date> first;
  for (std::size_t flow = 0; flow < known.size(); ++flow) {
    if (known[flow].empty()) return std::nullopt;
    std::map<trade::Date, trade::Month> reached;  // by each date
    for (const auto& [month, vintages] : figures_[flow]) {
      for (const Vintage& v : vintages) {
        if (v.sequence > sequence || !v.thousand_usd) continue;
        auto& to = reached.emplace(v.published, month).first->second;
        to = std::max(to, month);
      }
    }
    std::vector<int> delays, steps;
    trade::Month newest = reached.begin()->second;
    for (const auto& [date, month] : reached) {
      if (month <= newest) continue;
      delays.push_back(static_cast<int>((date - trade::last_day(month)).count()));
      steps.push_back(month - newest);
      newest = month;
    }
    trade::Date due{};
    if (delays.size() >= kReleasesThatTeach) {
      const int step = std::max(1, static_cast<int>(std::lround(quantile(steps, 0.5))));
      due = trade::last_day(newest + step) +
            std::chrono::days(static_cast<int>(std::ceil(quantile(delays, 0.95))) + kGrace);
    } else {
      trade::Date published = known[flow].front().published;
      for (const InForce& f : known[flow]) published = std::max(published, f.published);
      due = published + std::chrono::days(target.alert.stale_after_days);
    }
    first = std::min(first.value_or(due), due);
  }
  return first;
}

void Model::judge(const News& news, const targets::Target& target, trade::Instant now) {
  judged_ = news.sequence;
  const Known known = known_at(news.sequence);
  Said said{probability_of(known, target.amount_usd), false};
  if (const auto real = by_.said_of(known, target)) said = *real;
  if (!said.probability || !news.release || (counted_ && *news.release <= *counted_)) return;
  counted_ = news.release;
  const double p = *said.probability;
  const auto stand = [p](double under, double over) {
    return p < under ? Stand::holds : p < over ? Stand::between : Stand::clear;
  };
  step(Watched::off_track, stand(target.alert.probability_below, target.alert.probability_clear), target.alert.persist,
       now);
  step(Watched::critical, said.beyond_record ? Stand::holds : stand(kCriticalUnder, kCriticalOver),
       target.alert.persist, now);
}

void Model::catch_up(const targets::Target& target, trade::Instant now) {
  for (const News& news : news_) judge(news, target, now);
  news_.clear();
}

void Model::step(Watched rule, Stand stand, int persist, trade::Instant now) {
  Life& life = lives_.at(rule);
  if (stands(life.state)) {
    life.run = stand == Stand::clear ? life.run + 1 : 0;
    if (life.run == 0) return become(rule, "firing", now);
    if (life.run < persist) return become(rule, "recovering", now);
    become(rule, "resolved", now);
    tell(rule, "resolved", now);
  } else {
    life.run = stand == Stand::holds ? life.run + 1 : 0;
    if (life.run == 0) return become(rule, life.state == "pending" ? "inactive" : life.state, now);
    if (life.run < persist) return become(rule, "pending", now);
    become(rule, "firing", now);
    tell(rule, "firing", now);
  }
}

void Model::become(Watched rule, const std::string& state, trade::Instant now) {
  Life& life = lives_.at(rule);
  if (life.state == state) return;
  life.state = state;
  life.since = now;
  if (state == "firing" || state == "resolved" || state == "inactive") life.run = 0;
  if (state == "resolved" || state == "inactive") life.acknowledged = false;
}

bool Model::is_silent(const std::string& rule, const std::string& receiver, trade::Instant now) const {
  return std::ranges::any_of(silences, [&](const storage::Silence& s) {
    const bool fits = (s.rule.empty() || s.rule == rule) && (s.receiver.empty() || s.receiver == receiver);
    return fits && s.starts <= now && now < std::min(s.ends, s.ended.value_or(s.ends));
  });
}

void Model::say(const Listener& listener, Watched rule, const std::string& kind, trade::Instant now) {
  spoken_.emplace_back(trade::format_instant(now), listener.name, kind, name_of(rule));
  ears_[{listener.name, rule}] = {kind == "resolved" ? kind : "firing", now, false};
}

void Model::tell(Watched rule, const std::string& kind, trade::Instant now) {
  for (const Listener& listener : listeners_) {
    if (!listener.rules.contains(rule)) continue;
    Ear& ear = ears_[{listener.name, rule}];
    if (kind == "resolved" && ear.knows != "firing") continue;
    if (is_silent(name_of(rule), listener.name, now))
      ear.owed = true;
    else
      say(listener, rule, kind, now);
  }
}

void Model::pay_debts(Watched rule, int remind_days, trade::Instant now) {
  const Life& life = lives_.at(rule);
  const bool acknowledged = life.acknowledged && (!life.until || now < *life.until);
  for (const Listener& listener : listeners_) {
    if (!listener.rules.contains(rule) || is_silent(name_of(rule), listener.name, now)) continue;
    Ear& ear = ears_[{listener.name, rule}];
    if (ear.owed) {
      ear.owed = false;
      if (stands(life.state) && ear.knows != "firing") say(listener, rule, "firing", now);
      if (!stands(life.state) && ear.knows == "firing") say(listener, rule, "resolved", now);
      continue;
    }
    const trade::Instant last = ear.knows == "firing" ? ear.at : life.since;
    if (life.state == "firing" && !acknowledged && now - last >= std::chrono::days(remind_days))
      say(listener, rule, "reminder", now);
  }
}

void Model::pass_time(const targets::Target& target, trade::Instant now) {
  const auto due = due_at(judged_, target);
  const bool late = due && std::chrono::floor<std::chrono::days>(now) > *due;
  const std::string before = state_of(Watched::stale);
  step(Watched::stale, late ? Stand::holds : Stand::clear, 1, now);
  for (const Watched rule : kWatched) {
    if (rule != Watched::stale || state_of(rule) == before) pay_debts(rule, target.alert.remind_every_days, now);
  }
}

bool Model::acknowledge(Watched rule, std::optional<trade::Instant> until) {
  Life& life = lives_.at(rule);
  if (life.state == "inactive" || life.state == "resolved") return false;
  life.acknowledged = true;
  life.until = until;
  return true;
}

std::vector<Spoken> Model::spoken() {
  std::ranges::sort(spoken_);
  return std::exchange(spoken_, {});
}

}  // namespace tradewatch::simulation
