// The receivers that the settings name, ready to be dispatched to.

#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "service/delivery/receiver.h"
#include "service/settings/settings.h"

namespace tradewatch::delivery {

// The log receiver writes to spdlog's default logger. Secrets are not read here but at each use.
[[nodiscard]] std::unique_ptr<Receiver> make_receiver(const settings::Receiver& settings);

// 2 for critical, 1 for warning, 0 for info: sorts by what matters.
[[nodiscard]] int severity_rank(std::string_view severity);

// Whether the settings have this receiver told of the alert: by its rule, its target and its severity.
[[nodiscard]] bool wants(const settings::Receiver& settings, const storage::AlertRow& alert);

}  // namespace tradewatch::delivery
