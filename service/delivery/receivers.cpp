#include "service/delivery/receivers.h"

#include <spdlog/spdlog.h>

#include "service/delivery/file_receiver.h"
#include "service/delivery/log_receiver.h"

namespace tradewatch::delivery {

std::vector<std::unique_ptr<Receiver>> make_receivers(const std::vector<settings::Receiver>& settings) {
  std::vector<std::unique_ptr<Receiver>> out;
  for (const settings::Receiver& r : settings) {
    switch (r.type) {
      case settings::ReceiverType::log:
        out.push_back(std::make_unique<LogReceiver>(r.name, *spdlog::default_logger_raw()));
        break;
      case settings::ReceiverType::file:
        out.push_back(std::make_unique<FileReceiver>(r.name, r.path));
        break;
    }
  }
  return out;
}

}  // namespace tradewatch::delivery
