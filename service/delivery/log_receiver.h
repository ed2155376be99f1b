// The receiver `log`: one line in the daemon's log for each notice.
//
// `text target=pak-kaz rule=off_track state=firing notice=...`, at the level of the notice's severity: info, warning,
// critical; a notice without a severity is info. Values that hold more than name characters are written as JSON
// strings; control characters in the text become spaces, so a notice is always one line. A line below the logger's
// own level counts as delivered: whoever set that level asked not to see it.

#pragma once

#include <string>

#include "service/delivery/receiver.h"

namespace spdlog {
class logger;
}

namespace tradewatch::delivery {

class LogReceiver final : public Receiver {
 public:
  // `log` outlives the receiver.
  LogReceiver(std::string name, spdlog::logger& log);
  [[nodiscard]] const std::string& name() const override { return name_; }
  // The body is a JSON object with at least `text`; `target`, `rule`, `state` and `severity` are used where present.
  [[nodiscard]] Delivery deliver(const storage::NoticeRow& notice, trade::Instant now) override;

 private:
  std::string name_;
  spdlog::logger& log_;
};

}  // namespace tradewatch::delivery
