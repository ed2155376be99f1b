// The receivers that the settings name, ready to be dispatched to.

#pragma once

#include <memory>
#include <vector>

#include "service/delivery/receiver.h"
#include "service/settings/settings.h"

namespace tradewatch::delivery {

// One for each, in their order. The log receiver writes to spdlog's default logger.
[[nodiscard]] std::vector<std::unique_ptr<Receiver>> make_receivers(const std::vector<settings::Receiver>& settings);

}  // namespace tradewatch::delivery
