// What the body of a notice says, for receivers that do not pass it on as it is. Its JSON form is in this folder's
// README.md.

#pragma once

#include <expected>
#include <string>
#include <vector>

#include "service/delivery/receiver.h"

namespace tradewatch::delivery {

// One alert of a notice. What the body leaves out is empty.
struct NoticeAlert {
  std::string id;
  std::string rule;
  std::string state;
  std::string severity;
  std::string since;  // an instant, as written
  std::string text;
};

struct NoticeBody {
  std::string id;
  std::string kind;  // firing, reminder, resolved, test, report
  std::string target;
  std::string title;
  std::string rule;  // of the most severe alert, as are `state` and `severity`
  std::string state;
  std::string severity;
  std::string at;
  std::string text;
  std::string language = "en";
  std::string html;                 // a report's own page for mail; its picture is at "cid:chart"
  std::string file;                 // a report as a page that asks for nothing else, with every chart
  std::string file_name;            // "tradewatch-2026-W48.html"
  std::vector<NoticeAlert> alerts;  // one at least: a body without a list is its own one alert
};

// The fault is permanent: a body does not change.
[[nodiscard]] std::expected<NoticeBody, DeliveryFault> parse_notice_body(const std::string& body);

}  // namespace tradewatch::delivery
