// What the web shows, asked for when somebody looks. The daemon implements it over its store.
//
// Every call is made on the loop's thread and must be quick: an answer comes from the last assessment, not from a
// new fit.

#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "service/charts/fan_chart.h"
#include "service/charts/mirror_chart.h"
#include "service/wording/language.h"

namespace tradewatch::targets {
struct Assessment;
}

namespace tradewatch::web {

struct NamedTable {
  std::string caption;
  std::vector<std::string> header;
  std::vector<std::vector<std::string>> rows;  // the first cell of each names the row
};

// A part of a target's page. Its title is the label `section_NAME`.
struct PageSection {
  std::string name;
  std::vector<std::string> paragraphs;
  std::vector<NamedTable> tables;
  bool on_demand = false;  // folded until somebody opens it, and not printed
};

// Sentences, chart and tables in one language.
struct TargetPage {
  boost::json::object assessment;  // CONTRACT's keys, in English; all but `id` and `title` may be absent
  std::string headline;            // one plain sentence with the title
  std::string summary;             // the same without title and verdict
  std::string quote;               // one sentence that can stand alone
  std::string counted;             // whose figures of what are added up
  charts::FanChart chart;
  std::optional<charts::MirrorChart> mirror;  // drawn in the section "partner"
  std::vector<PageSection> sections;          // in the order in which they are read
};
using SharedPage = std::shared_ptr<const TargetPage>;

struct Health {
  bool ready = false;
  std::string reason;  // one line: why not, or what it is doing
  bool sound = true;   // false: somebody has to come, waiting does not help
};

// Where this service lives, for the reader who has just started it.
struct Place {
  std::string inbox;  // the folder into which figures are dropped
  std::string store;
  bool demo = false;
};

using SharedAssessment = std::shared_ptr<const targets::Assessment>;

class Content {
 public:
  virtual ~Content() = default;
  // One object a target, as CONTRACT's "Assessment" says.
  [[nodiscard]] virtual boost::json::array assessments() const = 0;
  [[nodiscard]] virtual std::optional<boost::json::object> assessment(const std::string& id) const = 0;
  // The newest of every target, as the numbers that sentences are made of.
  [[nodiscard]] virtual std::vector<SharedAssessment> newest() const = 0;
  [[nodiscard]] virtual std::vector<SharedPage> pages(wording::Language language) const = 0;
  [[nodiscard]] virtual SharedPage page(const std::string& id,
                                        wording::Language language) const = 0;  // null where there is none
  [[nodiscard]] virtual Place place() const = 0;
  [[nodiscard]] virtual std::string cursor() const = 0;  // of the newest event (events.h)
  // Another number whenever one of the above answers otherwise: what was made of them lasts as long as it stays.
  [[nodiscard]] virtual std::uint64_t version() const = 0;
  [[nodiscard]] virtual std::string metrics() const = 0;
  [[nodiscard]] virtual Health health() const = 0;
};

}  // namespace tradewatch::web
