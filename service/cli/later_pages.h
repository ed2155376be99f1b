// Pages that have to be made first: the past, pictures, explanations (web/later_request.h).
//
// They have a thread of their own, so that neither the loop nor the fits of new figures wait for a reader, and a short
// queue: beyond it a reader is asked to come back. A store is opened for each and only read.

#pragma once

#include <memory>
#include <string>

#include "service/cli/past_assessments.h"
#include "service/cli/store_guard.h"
#include "service/cli/target_history.h"
#include "service/runtime/clock.h"
#include "service/runtime/worker_pool.h"
#include "service/settings/settings.h"
#include "service/web/door.h"
#include "service/web/later_request.h"

namespace tradewatch::cli {

inline constexpr std::size_t kMaxLaterPages = 16;        // that wait
inline constexpr std::size_t kMaxTargetsOfThePast = 24;  // assessed for one overview

// What is known now, as the daemon holds it.
struct KnownNow {
  web::Place place;
  web::SharedPage page;                                   // of the target asked for; null: there is none
  std::shared_ptr<const targets::Assessment> assessment;  // the same
};

// What was made for readers before, of one thread.
struct KnownPast {
  TargetHistories histories;
  PastAssessments assessments;
};

// One answer, on a thread that may wait.
[[nodiscard]] web::Response later_answer(const web::LaterRequest& asked, const settings::Settings& settings,
                                         const KnownNow& known, KnownPast& past, StoreGuard& guard, trade::Instant now);

// On the loop's thread.
class LaterPages {
 public:
  LaterPages(runtime::Loop& loop, const runtime::Clock& clock, StoreGuard& guard);

  // The reply comes on the loop, never inside this call.
  void answer(const web::LaterRequest& asked, std::shared_ptr<const settings::Settings> settings, KnownNow known,
              web::Reply reply);

  // Ends what has begun and drops what waits: those readers ask again.
  void drain();

 private:
  runtime::Loop& loop_;
  const runtime::Clock& clock_;
  StoreGuard& guard_;
  KnownPast past_;  // of the thread
  runtime::WorkerPool thread_;
};

}  // namespace tradewatch::cli
