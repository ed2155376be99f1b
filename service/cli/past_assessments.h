// Assessments of moments of the past, kept until another document comes: who looks at one moment asks for it again in
// another language, as a chart's data and as an explanation, and each would cost as much as the first.

#pragma once

#include <deque>
#include <expected>
#include <memory>
#include <string>

#include "models/targets/assessment.h"
#include "service/storage/store.h"

namespace tradewatch::cli {

inline constexpr std::size_t kMaxPastsKept = 32;  // the last ones asked for

// Of one thread.
class PastAssessments {
 public:
  [[nodiscard]] std::expected<std::shared_ptr<const targets::Assessment>, storage::StoreFault> of(
      storage::Store& store, const targets::Target& target, const storage::AsOf& moment, const targets::Runner& run);

 private:
  struct Kept {
    std::string key;  // what the assessment depends on
    std::shared_ptr<const targets::Assessment> assessment;
  };
  std::deque<Kept> kept_;  // the newest first
};

}  // namespace tradewatch::cli
