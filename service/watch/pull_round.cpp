#include "service/watch/pull_round.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "service/intake/digest.h"
#include "service/intake/pull_request.h"
#include "service/intake/pull_schedule.h"
#include "service/intake/shown_text.h"
#include "service/runtime/jitter.h"

namespace tradewatch::watch {
namespace {

using intake::PullOutcome;

storage::PullRow beginning(const settings::Pull& pull, const std::optional<storage::PullRow>& before) {
  if (before && before->url == pull.url) return *before;
  storage::PullRow row;
  row.name = pull.name;
  row.url = pull.url;
  if (before) {  // what a person asks stays true; what the next question needs belongs to the other address
    row.success = before->success;
    row.new_figure = before->new_figure;
    row.error = before->error;
    row.error_text = before->error_text;
  }
  return row;
}

class Round {
 public:
  Round(const settings::Pull& pull, const std::optional<storage::PullRow>& before, trade::Instant now,
        const std::atomic<bool>& stop, const PullHands& hands)
      : pull_(pull), hands_(hands), now_(now), stop_(stop), before_(beginning(pull, before)) {
    round_.row = before_;
  }

  PullRound run() {
    if (const auto key = read_key()) {
      for (const auto& request : intake::requests_of(pull_, std::chrono::floor<std::chrono::days>(now_))) {
        if (!ask(request, *key)) break;
      }
    }
    if (fault_ && fault_->outcome == PullOutcome::stopped) return {before_, PullOutcome::stopped, 0, 0, 0};
    finish();
    return std::move(round_);
  }

 private:
  bool fail(intake::FetchFault fault) {
    fault_ = std::move(fault);
    return false;
  }

  std::optional<std::string> read_key() {
    if (pull_.key_file.empty()) return "";
    auto key = intake::read_key(pull_.key_file);
    if (key) return *std::move(key);
    fail({PullOutcome::no_key, key.error(), {}});
    return std::nullopt;
  }

  // Whether to go on to an older period.
  bool ask(const intake::PullRequest& request, const std::string& key) {
    if (stop_) return fail({PullOutcome::stopped, "", {}});
    intake::FetchRequest fetch{request.url,
                               key,
                               pull_.key_header,
                               pull_.hosts,
                               "",
                               "",
                               std::chrono::seconds(pull_.timeout_s),
                               static_cast<std::size_t>(pull_.max_bytes),
                               &stop_};
    const bool again = request.url == before_.answer_url;
    if (again) {
      fetch.etag = before_.etag;
      fetch.last_modified = before_.last_modified;
    }
    auto answer = hands_.fetch(fetch);
    if (!answer) {
      const bool none = answer.error().outcome == PullOutcome::not_found && !request.period.empty();
      return none ? nothing(request) : fail(std::move(answer.error()));
    }
    switch (answer->kind) {
      case intake::Answer::Kind::no_content:
        return nothing(request);
      case intake::Answer::Kind::not_modified:
        if (!again) return fail({PullOutcome::odd_status, "HTTP status 304 to a question without conditions", {}});
        return found(request, *answer, PullOutcome::unchanged, before_.answer_sha256);
      case intake::Answer::Kind::body:
        return take(request, *answer);
    }
    return false;
  }

  bool take(const intake::PullRequest& request, const intake::Answer& answer) {
    const std::string sha256 = intake::sha256_hex(answer.body);
    if (sha256 == before_.answer_sha256) return found(request, answer, PullOutcome::unchanged, sha256);
    Taken taken = hands_.take(answer.body, sha256 == before_.refused_sha256);
    switch (taken.kind) {
      case Taken::Kind::stored:
        ++round_.documents_stored;
        round_.figures_stored += taken.figures_stored;
        return found(request, answer, PullOutcome::new_figures, sha256);
      case Taken::Kind::nothing_new:
        return found(request, answer, PullOutcome::nothing_new, sha256);
      case Taken::Kind::known:
        return found(request, answer, PullOutcome::unchanged, sha256);
      case Taken::Kind::empty:
        return nothing(request);
      case Taken::Kind::refused:
        ++round_.documents_refused;
        round_.row.refused_sha256 = sha256;
        return fail({PullOutcome::refused, std::move(taken.text), {}});
      case Taken::Kind::not_stored:
        return fail({PullOutcome::not_stored, std::move(taken.text), {}});
    }
    return false;
  }

  bool nothing(const intake::PullRequest& request) {
    without_.push_back(request.period);
    return true;
  }

  bool found(const intake::PullRequest& request, const intake::Answer& answer, PullOutcome outcome,
             const std::string& sha256) {
    if (!best_) {
      const bool kept = answer.kind == intake::Answer::Kind::not_modified;
      round_.row.answer_url = request.url;
      round_.row.etag = kept ? before_.etag : answer.etag;
      round_.row.last_modified = kept ? before_.last_modified : answer.last_modified;
      round_.row.answer_sha256 = sha256;
      newest_ = request.period;
      if (!without_.empty())
        round_.row.note = intake::listed(without_) + " without figures yet; went back to " + newest_;
      if (without_.empty()) round_.row.note.clear();
    }
    best_ = best_ ? std::min(*best_, outcome) : outcome;  // the order of the outcomes is that of their worth
    return before_.reached.empty() || request.period > before_.reached;
  }

  void finish() {
    storage::PullRow& row = round_.row;
    row.tried = now_;
    round_.outcome = fault_ ? fault_->outcome : best_.value_or(PullOutcome::nothing_found);
    row.outcome = intake::name_of(round_.outcome);
    if (round_.figures_stored > 0) row.new_figure = now_;
    if (fault_ || !best_) {
      row.error = now_;
      row.error_text = fault_ ? fault_->text : "an answer without figures";
      if (!fault_ && !without_.front().empty()) row.error_text = "no figures for " + intake::listed(without_);
      if (!best_) row.note.clear();
    }
    if (!fault_ && best_) {
      row.success = now_;
      row.refused_sha256.clear();
      row.reached = std::max(row.reached, newest_);
    }
    row.failures = fault_ ? row.failures + 1 : 0;
    const double jitter = runtime::jitter(pull_.name, row.failures);
    row.next_due = intake::next_due(pull_, round_.outcome, row.failures, fault_ ? fault_->retry_after : std::nullopt,
                                    now_, jitter);
  }

  const settings::Pull& pull_;
  const PullHands& hands_;
  const trade::Instant now_;
  const std::atomic<bool>& stop_;
  const storage::PullRow before_;
  PullRound round_;
  std::vector<std::string> without_;  // periods that were answered without figures
  std::string newest_;                // period with figures
  std::optional<PullOutcome> best_;   // of the answers with figures
  std::optional<intake::FetchFault> fault_;
};

}  // namespace

PullRound go_round(const settings::Pull& pull, const std::optional<storage::PullRow>& before, trade::Instant now,
                   const std::atomic<bool>& stop, const PullHands& hands) {
  return Round(pull, before, now, stop, hands).run();
}

}  // namespace tradewatch::watch
