// The receivers that the settings name, ready to be dispatched to.

#pragma once

#include <memory>
#include <vector>

#include "service/delivery/receiver.h"
#include "service/settings/settings.h"

namespace tradewatch::delivery {

// The log receiver writes to spdlog's default logger. Secrets are not read here but at each use.
[[nodiscard]] std::unique_ptr<Receiver> make_receiver(const settings::Receiver& settings);

// Whether the settings have this receiver told of the alert: by its rule, its target and its severity.
[[nodiscard]] bool wants(const settings::Receiver& settings, const storage::AlertRow& alert);

}  // namespace tradewatch::delivery
