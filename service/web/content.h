// What the web shows, asked for when somebody looks. The daemon implements it over its store.
//
// Every call is made on the loop's thread and must be quick: an answer comes from the last assessment, not from a
// new fit.

#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <vector>

#include "service/charts/fan_chart.h"

namespace tradewatch::web {

struct NamedTable {
  std::string caption;
  std::vector<std::string> header;
  std::vector<std::vector<std::string>> rows;  // the first cell of each names the row
};

struct TargetPage {
  boost::json::object assessment;       // CONTRACT's keys; all but `id` and `title` may be absent
  std::string headline;                 // one plain sentence
  std::vector<std::string> paragraphs;  // plain sentences, the most important first
  charts::FanChart chart;
  std::vector<NamedTable> tables;
};

struct Health {
  bool ready = false;
  std::string reason;  // one line: why not, or what it is doing
  bool sound = true;   // false: somebody has to come, waiting does not help
};

class Content {
 public:
  virtual ~Content() = default;
  // One object a target, as CONTRACT's "Assessment" says.
  [[nodiscard]] virtual boost::json::array assessments() const = 0;
  [[nodiscard]] virtual std::optional<boost::json::object> assessment(const std::string& id) const = 0;
  [[nodiscard]] virtual std::vector<TargetPage> pages() const = 0;
  [[nodiscard]] virtual std::optional<TargetPage> page(const std::string& id) const = 0;
  [[nodiscard]] virtual std::string metrics() const = 0;
  [[nodiscard]] virtual Health health() const = 0;
};

}  // namespace tradewatch::web
