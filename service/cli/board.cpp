#include "service/cli/board.h"

#include <algorithm>
#include <utility>

namespace tradewatch::cli {
void Board::set_targets(const std::vector<targets::Target>& targets) {
  order_.clear();
  for (const targets::Target& t : targets) order_.push_back(t.id);
  std::erase_if(cards_, [&](const auto& entry) { return std::ranges::find(order_, entry.first) == order_.end(); });
  ++version_;
}

boost::json::array Board::assessments() const {
  boost::json::array out;
  for (const web::SharedPage& page : pages(wording::Language::en)) out.push_back(page->assessment);
  return out;
}

std::optional<boost::json::object> Board::assessment(const std::string& id) const {
  const web::SharedPage found = page(id, wording::Language::en);
  return found ? std::optional(found->assessment) : std::nullopt;
}

std::vector<web::SharedAssessment> Board::newest() const {
  std::vector<web::SharedAssessment> out;
  for (const std::string& id : order_) {
    if (const auto it = cards_.find(id); it != cards_.end()) out.push_back(it->second.assessment());
  }
  return out;
}

std::vector<web::SharedPage> Board::pages(wording::Language language) const {
  std::vector<web::SharedPage> out;
  for (const std::string& id : order_) {
    if (const auto it = cards_.find(id); it != cards_.end()) out.push_back(it->second.page(language));
  }
  return out;
}

web::SharedPage Board::page(const std::string& id, wording::Language language) const {
  const auto it = cards_.find(id);
  return it == cards_.end() ? nullptr : it->second.page(language);
}

void Board::show(const std::string& target, TargetCard card) {
  const web::SharedPage before = page(target, wording::Language::en);
  const web::SharedPage after = card.page(wording::Language::en);
  const auto events = web::events_between(before ? &before->assessment : nullptr, after->assessment);
  cards_.insert_or_assign(target, std::move(card));
  for (const web::Event& event : events) feed_.publish(event);
  ++version_;
}

bool Board::set_trouble(const std::string& where, const std::string& reason) {
  if (reason.empty()) return troubles_.erase(where) > 0;
  return std::exchange(troubles_[where], reason) != reason;
}

web::Health Board::health() const {
  if (guard_.is_damaged()) return {false, guard_.damage(), false};
  if (!troubles_.empty()) return {false, troubles_.begin()->second};
  if (!complete()) return {false, "targets are being assessed for the first time"};
  return {true, "all targets are assessed"};
}

}  // namespace tradewatch::cli
