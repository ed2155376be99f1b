#include "tests/simulation/publisher.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace tradewatch::simulation {
namespace {

constexpr std::array kFlows = {trade::Flow::export_, trade::Flow::import_};
constexpr int kUsualDelay = 40;  // days from a month's end to its release
constexpr int kLeastLevel = 450;
constexpr int kMostLevel = 1400;
constexpr std::int64_t kFlowMonth = 50'000;  // thousand US dollars that reach the amount: 1.2e9 / 24

}  // namespace

std::string Document::bytes() const {
  std::string text = "reporter,partner,flow,period,value,unit,source,commodity,status,published\n";
  for (const Line& line : lines) {
    std::string value;
    if (line.thousand_usd && line.coarse) value = fmt::format("{:.1f}", static_cast<double>(*line.thousand_usd) / 1e3);
    if (line.thousand_usd && !line.coarse)
      value = fmt::format("{}.{:03}", *line.thousand_usd / 1000, *line.thousand_usd % 1000);
    text += fmt::format("KAZ,PAK,{},{},{},USD million,kaz-bns,{},{},{}\n", trade::name_of(line.flow),
                        trade::format_month(line.month), value, of_target ? "TOTAL" : "27",
                        line.thousand_usd ? "final" : "withdrawn", trade::format_date(published));
  }
  return text;
}

std::string Publisher::name() { return fmt::format("d{}.csv", ++documents_); }

std::int64_t Publisher::draw() { return kFlowMonth * (level_ + dice_.from_to(-40, 40)) / 1000 + dice_.below(1000); }

Document Publisher::history() {
  Document document{name(), trade::last_day(newest_) + std::chrono::days(kUsualDelay), true, {}};
  for (trade::Month m = kHistoryFrom; m <= newest_; m = m + 1) {
    for (const trade::Flow flow : kFlows) {
      truth_[{flow, m}] = draw();
      document.lines.push_back({flow, m, truth_[{flow, m}], false});
    }
  }
  return document;
}

// A tenth come up to two months late; some not at all, and are filled in by a later document.
void Publisher::plan(trade::Month month) {
  const int late = dice_.one_in(10) ? dice_.from_to(10, 60) : dice_.from_to(-5, 8);
  if (!dice_.one_in(20)) planned_.emplace(trade::last_day(month) + std::chrono::days(kUsualDelay + late), month);
}

void Publisher::add_revisions(Document& document, trade::Month newest) {
  for (int n = dice_.below(4); n > 0; --n) {
    const Line line{kFlows[static_cast<std::size_t>(dice_.below(2))], newest - dice_.from_to(1, 14), draw(), false};
    const bool there = std::ranges::any_of(document.lines,
                                           [&](const Line& l) { return l.flow == line.flow && l.month == line.month; });
    if (!there) document.lines.push_back(line);
  }
  for (const Line& line : document.lines) {
    if (line.thousand_usd) truth_[{line.flow, line.month}] = *line.thousand_usd;
  }
}

std::vector<Document> Publisher::release(trade::Month month, trade::Date today) {
  level_ = std::clamp(level_ + dice_.from_to(-130, 130), kLeastLevel, kMostLevel);
  newest_ = std::max(newest_, month);
  Document both{name(), today, true, {}};
  for (const trade::Flow flow : kFlows) both.lines.push_back({flow, month, draw(), false});
  add_revisions(both, month);
  std::vector<Document> out;
  if (dice_.one_in(4)) {  // one flow first, the rest in a second document of the same date
    Document first = both;
    first.lines.resize(1);
    both.lines.erase(both.lines.begin());
    both.name = name();
    out.push_back(std::move(first));
  }
  out.push_back(std::move(both));
  if (dice_.one_in(6)) {  // and corrected on the same day
    Document again{name(), today, true, {{trade::Flow::import_, month, draw(), false}}};
    add_revisions(again, month);
    out.push_back(std::move(again));
  }
  last_ = out.back();
  return out;
}

// A figure said again coarsely, filled in under an older date, or taken back.
Document Publisher::about_old_months(trade::Date today) {
  const trade::Flow flow = kFlows[static_cast<std::size_t>(dice_.below(2))];
  const trade::Month month = newest_ - dice_.from_to(0, 10);
  Document document{name(), today, true, {}};
  switch (dice_.below(4)) {
    case 0: {
      const auto truth = truth_.find({flow, month});
      const std::int64_t exact = truth == truth_.end() ? draw() : truth->second;
      document.lines.push_back({flow, month, (exact + 50) / 100 * 100, true});
      break;
    }
    case 1:
      document.published =
          std::max(trade::last_day(month) + std::chrono::days(1), today - std::chrono::days(dice_.from_to(20, 200)));
      document.lines.push_back({flow, month, draw(), false});
      break;
    case 2:
      document.lines.push_back({flow, dice_.one_in(2) ? newest_ : month, std::nullopt, false});
      break;
    default:
      document.of_target = false;
      document.lines.push_back({flow, month, draw(), false});
      break;
  }
  return document;
}

std::vector<Document> Publisher::come_out(trade::Date today) {
  while (trade::last_day(next_) < today) {
    plan(next_);
    next_ = next_ + 1;
  }
  std::vector<Document> out;
  while (!planned_.empty() && planned_.begin()->first <= today) {
    for (Document& d : release(planned_.begin()->second, today)) out.push_back(std::move(d));
    planned_.erase(planned_.begin());
  }
  if (dice_.one_in(60)) out.push_back(about_old_months(today));
  if (last_ && dice_.one_in(90)) {  // the same bytes, or the same figures in other bytes
    Document again = *last_;
    again.name = name();
    if (dice_.one_in(2)) std::ranges::reverse(again.lines);
    out.push_back(std::move(again));
  }
  return out;
}

}  // namespace tradewatch::simulation
