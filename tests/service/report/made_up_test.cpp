#include "tests/service/report/made_up.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <sstream>

namespace tradewatch::report {
namespace {

const growth::PanelPrior& prior() {
  static const growth::PanelPrior kPrior = [] {
    std::ifstream file(TRADEWATCH_SOURCE_DIR "/config/panel_prior.csv");
    std::stringstream text;
    text << file.rdbuf();
    return growth::parse_prior(text.str()).value();
  }();
  return kPrior;
}

trade::FlowKey key(trade::Flow flow) {
  return {"sbp", trade::Country("PAK"), trade::Country("KAZ"), flow, "TOTAL", {}, {}};
}

std::string millions(const MadeUp& m, double base, int i) {
  if (m.zero) return "0.0";
  return fmt::format("{:.3f}", base * std::exp(0.005 * i) * (1.0 + 0.2 * std::sin(0.5235987755982988 * i)));
}

std::string published_of(trade::Month m) { return trade::format_date(trade::last_day(m + 1)); }

// Running sums from July, as Pakistan prints them: July, July to August, and so on.
void add_running_sums(const MadeUp& m, double base, const trade::FlowKey& k, std::vector<trade::KeptFigure>& out) {
  double sum = 0.0;
  trade::Month start = m.first;
  for (trade::Month month = m.first; month <= m.last; month = month + 1) {
    if (month.month() == 7) {
      sum = 0.0;
      start = month;
    }
    sum += std::stod(millions(m, base, month - m.first));
    if (month.month() % 2 == 0) {
      out.push_back(figure(k, trade::format_period({start, month}), fmt::format("{:.3f}", sum), published_of(month)));
    }
  }
}

std::vector<trade::KeptFigure> figures(const MadeUp& m, double base, trade::Flow flow) {
  std::vector<trade::KeptFigure> out;
  const trade::FlowKey k = key(flow);
  if (m.spans) {
    add_running_sums(m, base, k, out);
    return out;
  }
  for (trade::Month month = m.first; month <= m.last; month = month + 1) {
    out.push_back(figure(k, trade::format_month(month), millions(m, base, month - m.first), published_of(month)));
  }
  return out;
}

}  // namespace

trade::KeptFigure figure(const trade::FlowKey& key, const std::string& period, const std::string& value,
                         const std::string& published) {
  trade::KeptFigure f;
  f.figure.key = key;
  f.figure.period = trade::parse_period(period).value();
  f.figure.value_text = value;
  f.figure.value_usd = std::round(std::stod(value) * 1e6);
  f.figure.unit = "USD million";
  f.figure.published = trade::parse_date(published).value();
  f.figure.reference = "table 3";
  f.figure.line = f.figure.period.last.index() - trade::Month(2000, 1).index() + 2;
  f.sequence = 1;
  f.document = std::string(64, 'a');
  f.document_name = "made_up.csv";
  return f;
}

targets::AssessmentInput input_of(const MadeUp& m, double amount_usd) {
  targets::AssessmentInput in;
  in.target.id = "pak-kaz";
  in.target.title = "Pakistan-Kazakhstan trade";
  in.target.amount_usd = amount_usd;
  in.target.announced = trade::parse_date("2026-02-04").value();
  in.target.window = {trade::Month(2026, 2), trade::Month(2027, 1)};
  in.sequence = 7;
  in.as_of = trade::parse_instant("2026-02-10T08:00:00Z");
  for (const auto& [flow, share] : {std::pair{trade::Flow::export_, 1.0}, {trade::Flow::import_, 0.5}}) {
    targets::Component c;
    c.source = "sbp";
    c.reporter = trade::Country("PAK");
    c.partner = trade::Country("KAZ");
    c.flow = flow;
    in.target.components.push_back(c);
    in.components.push_back(
        {c, m.first <= m.last ? figures(m, share * m.monthly_millions, flow) : std::vector<trade::KeptFigure>()});
  }
  return in;
}

targets::Assessment assessed(const targets::AssessmentInput& input) {
  const auto serial = [](std::size_t n, const std::function<void(std::size_t)>& work) {
    for (std::size_t i = 0; i < n; ++i) work(i);
  };
  return targets::assess(input, prior(), serial);
}

TEST(MadeUpFigures, AreJudged) { EXPECT_NE(assessed(input_of({}, 1e9)).verdict, targets::Verdict::unknown); }

}  // namespace tradewatch::report
