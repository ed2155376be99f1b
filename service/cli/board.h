// What the daemon shows: the newest assessment of each target, so that a page never waits for a fit.

#pragma once

#include <map>

#include "models/targets/target.h"
#include "service/cli/store_guard.h"
#include "service/cli/target_card.h"
#include "service/settings/settings.h"
#include "service/web/content.h"
#include "service/web/events.h"
#include "service/web/metrics.h"

namespace tradewatch::cli {

// All of it on the loop's thread.
class Board final : public web::Content {
 public:
  Board(web::Metrics& metrics, const StoreGuard& guard, web::EventFeed& feed, web::Place place)
      : metrics_(metrics), guard_(guard), feed_(feed), place_(std::move(place)) {}

  // The targets of the settings, in their order; cards of others are dropped.
  void set_targets(const std::vector<targets::Target>& targets);
  // Tells the feed what that changed.
  void show(const std::string& target, TargetCard card);
  // What keeps the daemon from its work, by who met it; an empty reason: nothing any more. True when that is news.
  bool set_trouble(const std::string& where, const std::string& reason);
  [[nodiscard]] bool complete() const { return cards_.size() == order_.size(); }

  [[nodiscard]] boost::json::array assessments() const override;
  [[nodiscard]] std::optional<boost::json::object> assessment(const std::string& id) const override;
  [[nodiscard]] std::vector<web::SharedAssessment> newest() const override;
  [[nodiscard]] std::vector<web::SharedPage> pages(wording::Language language) const override;
  [[nodiscard]] web::SharedPage page(const std::string& id, wording::Language language) const override;
  [[nodiscard]] web::Place place() const override { return place_; }
  [[nodiscard]] std::string cursor() const override { return feed_.cursor(); }
  [[nodiscard]] std::uint64_t version() const override { return version_; }
  [[nodiscard]] std::string metrics() const override { return metrics_.text(); }
  [[nodiscard]] web::Health health() const override;

 private:
  web::Metrics& metrics_;
  const StoreGuard& guard_;
  web::EventFeed& feed_;
  web::Place place_;
  std::uint64_t version_ = 0;
  std::vector<std::string> order_;
  mutable std::map<std::string, TargetCard> cards_;  // which keep the pages they made
  std::map<std::string, std::string> troubles_;
};

}  // namespace tradewatch::cli
