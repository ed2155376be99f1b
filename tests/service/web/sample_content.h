// Three made-up targets, with every shape of assessment that a page must cope with: a full one, one whose words are
// hostile, and one of which nothing is known.

#pragma once

#include "service/web/content.h"

namespace tradewatch::web {

class SampleContent : public Content {
 public:
  boost::json::array assessments() const override;
  std::optional<boost::json::object> assessment(const std::string& id) const override;
  std::vector<TargetPage> pages() const override;
  std::optional<TargetPage> page(const std::string& id) const override;
  std::string metrics() const override { return "# no metrics\n"; }
  Health health() const override { return health_; }

  Health health_{.ready = true, .reason = "watching 3 targets"};
};

}  // namespace tradewatch::web
