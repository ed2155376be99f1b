// What sources have revised, learned once for all sessions that share it.
//
// The key is the question with its sequence: rows are only ever added, so an answer stays true. Who asks what somebody
// else is learning waits for it. May be used from any thread.

#pragma once

#include <cstddef>
#include <expected>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "models/trade/revision_noise.h"
#include "service/storage/records.h"

namespace tradewatch::storage {

inline constexpr std::size_t kNoisesInMemory = 64;  // a target asks for two or four; most targets share theirs

// As of one moment, and of what was published before the newest release of then, where one was asked about.
struct RevisionNoises {
  trade::RevisionNoise now;
  trade::RevisionNoise before;
};

class NoiseMemory {
 public:
  using Answer = std::expected<RevisionNoises, StoreFault>;

  // What `learn` gives, or gave before. A fault is told to who asked and forgotten.
  [[nodiscard]] Answer answer(const std::string& question, const std::function<Answer()>& learn);

 private:
  struct Place {
    std::mutex learning;
    std::optional<RevisionNoises> noises;  // under `learning`
  };
  std::mutex mutex_;
  std::map<std::string, std::shared_ptr<Place>> places_;  // under mutex_
};

}  // namespace tradewatch::storage
