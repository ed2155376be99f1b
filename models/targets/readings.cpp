#include "models/targets/readings.h"

#include <algorithm>
#include <tuple>

namespace tradewatch::targets {
namespace {

std::tuple<bool, int, double> favour(const Assessment& a) {
  if (a.verdict == Verdict::unknown) return {true, 0, 0.0};
  return {false, urgency(a.verdict), a.forecast ? std::clamp(a.forecast->probability, kLeastTold, kMostTold) : 0.0};
}

ReadingSummary summary_of(const Assessment& a) {
  ReadingSummary s;
  s.id = reading_name(a.target);
  s.amount_usd = a.target.amount_usd;
  s.window = a.target.window;
  s.verdict = a.verdict;
  s.provisional = a.provisional;
  if (a.figures) s.latest_month = a.figures->latest_month;
  if (a.forecast && a.verdict != Verdict::unknown) {
    s.probability = a.forecast->probability;
    s.median_usd = a.forecast->total.median_usd;
  }
  if (!a.reasons.empty()) s.reason = a.reasons.front();
  return s;
}

}  // namespace

std::string reading_name(const Target& target) {
  return target.reading.empty() ? std::string(kMainReading) : target.reading;
}

std::size_t ruling_of(const std::vector<Assessment>& readings) {
  return static_cast<std::size_t>(std::ranges::min_element(readings, {}, favour) - readings.begin());
}

Assessment headline_of(std::vector<Assessment> readings) {
  const std::size_t place = ruling_of(readings);
  Assessment head = std::move(readings[place]);
  readings[place] = {};
  if (readings.size() == 1) return head;
  std::vector<std::string> unknown;
  for (std::size_t i = 0; i < readings.size(); ++i) {
    head.readings.push_back(summary_of(i == place ? head : readings[i]));
    head.readings.back().rules = i == place;
    if (head.readings.back().verdict == Verdict::unknown) unknown.push_back(head.readings.back().id);
    if (i != place) head.others.push_back(std::move(readings[i]));
  }
  const std::size_t judged = head.readings.size() - unknown.size();
  if (judged > 0) {
    head.reasons.push_back(
        {"reading_rules", {{"reading", head.readings[place].id}, {"judged", static_cast<double>(judged)}}});
  }
  for (Assessment& other : head.others) other.readings = head.readings;
  for (const std::string& id : unknown) head.reasons.push_back({"reading_unknown", {{"reading", id}}});
  return head;
}

}  // namespace tradewatch::targets
