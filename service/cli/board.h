// What the daemon shows: the newest assessment of each target, ready made, so that a page never waits for a fit.

#pragma once

#include <boost/json/object.hpp>
#include <map>

#include "service/cli/store_guard.h"
#include "service/report/standing.h"
#include "service/settings/settings.h"
#include "service/watch/catch_up.h"
#include "service/web/content.h"
#include "service/web/metrics.h"

namespace tradewatch::cli {

// One target as it is shown.
struct Card {
  boost::json::object assessment;
  web::TargetPage page;
  std::string verdict_line;  // for the log and the terminal
};

// Made on a worker: charts and sentences take a while.
[[nodiscard]] Card make_card(const targets::Assessment& assessment, const report::Standing& standing);

// All of it on the loop's thread.
class Board final : public web::Content {
 public:
  Board(web::Metrics& metrics, const StoreGuard& guard) : metrics_(metrics), guard_(guard) {}

  // The targets of the settings, in their order; cards of others are dropped.
  void set_targets(const std::vector<targets::Target>& targets);
  void show(const std::string& target, Card card) { cards_[target] = std::move(card); }
  // What keeps the daemon from its work, by who met it; an empty reason: nothing any more. True when that is news.
  bool set_trouble(const std::string& where, const std::string& reason);
  [[nodiscard]] bool complete() const { return cards_.size() == order_.size(); }
  [[nodiscard]] const std::map<std::string, Card>& cards() const { return cards_; }

  [[nodiscard]] boost::json::array assessments() const override;
  [[nodiscard]] std::optional<boost::json::object> assessment(const std::string& id) const override;
  [[nodiscard]] std::vector<web::TargetPage> pages() const override;
  [[nodiscard]] std::optional<web::TargetPage> page(const std::string& id) const override;
  [[nodiscard]] std::string metrics() const override { return metrics_.text(); }
  [[nodiscard]] web::Health health() const override;

 private:
  web::Metrics& metrics_;
  const StoreGuard& guard_;
  std::vector<std::string> order_;
  std::map<std::string, Card> cards_;
  std::map<std::string, std::string> troubles_;
};

}  // namespace tradewatch::cli
