// Three made-up targets, with every shape of assessment that a page must cope with: a full one, one whose words are
// hostile, and one of which nothing is known.

#pragma once

#include "service/web/content.h"

namespace tradewatch::web {

class SampleContent : public Content {
 public:
  boost::json::array assessments() const override;
  std::optional<boost::json::object> assessment(const std::string& id) const override;
  std::vector<SharedAssessment> newest() const override { return newest_; }
  std::vector<SharedPage> pages(wording::Language language = wording::Language::en) const override;
  SharedPage page(const std::string& id, wording::Language language = wording::Language::en) const override;
  Place place() const override { return {"/var/lib/tradewatch/in & out", "sqlite:/tmp/store.db", demo_}; }
  std::string cursor() const override { return "feed-7"; }
  std::uint64_t version() const override { return 0; }
  std::string metrics() const override { return "# no metrics\n"; }
  Health health() const override { return health_; }

  std::vector<SharedAssessment> newest_;
  bool demo_ = false;
  Health health_{.ready = true, .reason = "watching 3 targets"};
};

}  // namespace tradewatch::web
