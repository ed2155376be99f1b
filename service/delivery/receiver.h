// Somebody who is told. A receiver takes one notice at a time and says whether it has it.

#pragma once

#include <expected>
#include <memory>
#include <string>
#include <vector>

#include "service/settings/settings.h"
#include "service/storage/records.h"

namespace tradewatch::delivery {

struct DeliveryFault {
  std::string found;
  std::string expected;
  std::string todo;
  bool permanent = false;  // trying again cannot help
};

class Receiver {
 public:
  virtual ~Receiver() = default;
  [[nodiscard]] virtual const std::string& name() const = 0;
  // True success only: after it the notice is never offered again. `notice.body` is one JSON object on one line.
  [[nodiscard]] virtual std::expected<void, DeliveryFault> deliver(const storage::NoticeRow& notice) = 0;
};

using Receivers = std::vector<std::unique_ptr<Receiver>>;

// One for each receiver of the settings, in their order.
[[nodiscard]] Receivers make_receivers(const std::vector<settings::Receiver>& settings);

}  // namespace tradewatch::delivery
