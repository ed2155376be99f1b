// The receiver `alertmanager`: alerts posted to Prometheus Alertmanager, again and again while they fire.
//
// Alertmanager forgets on a crash and takes an alert that is not repeated as resolved, so its answer is no receipt for
// ever: what stands is sent again every interval with `endsAt` = now + 4 intervals, and what is resolved for 15 minutes
// more. Therefore it is a mirror, and never the only receiver.
//
// Labels, which are an alert's identity there: alertname `tradewatch_RULE`, target, rule, severity, instance.
// Annotations: summary (the target's title) and description (the text of its last notice); of an alert that this
// process has sent no notice about, the target's id and the reason's sentence.

#pragma once

#include <map>
#include <string>
#include <utility>

#include "service/delivery/curl_handle.h"
#include "service/delivery/receiver.h"

namespace tradewatch::delivery {

inline constexpr std::chrono::minutes kResolvedResent{15};
inline constexpr int kIntervalsUntilEnd = 4;

struct AlertmanagerOptions {
  std::string url = {};  // of the Alertmanager, to which /api/v2/alerts is added
  std::string instance = {};
  std::chrono::seconds resend_every{60};
  Connection connection = {};
};

class AlertmanagerReceiver final : public Receiver {
 public:
  AlertmanagerReceiver(std::string name, AlertmanagerOptions options);
  [[nodiscard]] const std::string& name() const override { return name_; }
  [[nodiscard]] Delivery deliver(const storage::NoticeRow& notice, trade::Instant now) override;
  [[nodiscard]] std::optional<std::chrono::seconds> refresh_every() const override { return options_.resend_every; }
  [[nodiscard]] Delivery refresh(std::span<const storage::AlertRow> alerts, trade::Instant now) override;
  void interrupt() override { handle_.interrupt(); }

 private:
  struct Words {
    std::string summary;
    std::string description;
  };
  using Key = std::pair<std::string, std::string>;  // target, rule

  [[nodiscard]] std::string instant_after(trade::Instant now) const;
  [[nodiscard]] Delivery send(std::string alerts, trade::Instant now);

  std::string name_;
  AlertmanagerOptions options_;
  CurlHandle handle_;
  std::map<Key, Words> words_;  // of the newest notice about each alert
};

}  // namespace tradewatch::delivery
