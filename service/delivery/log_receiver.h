// The daemon's own log: one line a notice, its level by severity, fields for target, rule and state.

#pragma once

#include "service/delivery/receiver.h"

namespace tradewatch::delivery {

class LogReceiver final : public Receiver {
 public:
  explicit LogReceiver(std::string name) : name_(std::move(name)) {}
  [[nodiscard]] const std::string& name() const override { return name_; }
  [[nodiscard]] std::expected<void, DeliveryFault> deliver(const storage::NoticeRow& notice) override;

 private:
  std::string name_;
};

}  // namespace tradewatch::delivery
