// The store: documents, vintages, assessments, alerts and the outbox, in SQLite or PostgreSQL.
//
// What it holds to:
//   - nothing is overwritten: a figure published again is a new row; documents, notices and transitions stay;
//   - a document is taken whole or not at all, and `sequence` is taken from one row inside its transaction, so the
//     order of sequences is the order of commits and no reader ever meets 2 before 1;
//   - a call that writes returns only after the database has made it durable;
//   - an assessment, its alert states and its notices are one transaction under one unique key.
//
// A Store is one session and belongs to one thread; open one per thread. It reads no clock: `now` is given. A write
// waits up to kBusyTimeoutS for another writer and then fails with `busy`. After a fault with `reopen` (a failed sync,
// a lost connection) the session is closed and opened anew by the next call, which may fail with `reopen` again.

#pragma once

#include <chrono>
#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "models/trade/revision_noise.h"
#include "service/storage/copy.h"
#include "service/storage/noise_memory.h"
#include "service/storage/records.h"

namespace tradewatch::storage {

inline constexpr int kBusyTimeoutS = 60;
inline constexpr std::size_t kMaxVerifyFaults = 100;

// No notice waits longer for its next try, or is claimed for longer. One that would is from before somebody set the
// clock back: it is due.
inline constexpr std::chrono::hours kLongestWait{25};

enum class OpenMode {
  read_write,  // creates the store and brings it to this program's schema
  read_only,   // needs a store of this program's schema; changes nothing
};

struct OpenOptions {
  bool quick_check = true;  // SQLite, read_write: check_pages() first; before a migration that is done in any case
  bool copy_before_migration = true;  // SQLite: not for a file that is itself a copy
  int busy_timeout_s = kBusyTimeoutS;
  std::shared_ptr<NoiseMemory> noises = {};  // what sessions of one store share; null: this one learns for itself
  bool server_clock = false;  // PostgreSQL: claims last by the server's clock, since no two nodes' clocks are alike
};

// PostgreSQL: other nodes may be at work on it, on other machines.
[[nodiscard]] bool may_be_shared(const std::string& url);

// A sender that asks the same again later is taken for another one.
inline constexpr std::chrono::days kAnswersKept{30};

// What opening a store changed.
struct Upgrade {
  int from = 0;                     // the schema that was found; 0: the store is new
  int to = 0;                       // the schema that it has now
  std::vector<std::string> copies;  // of the store as it was before each step
};

// Bytes; absent where nobody can say.
struct Footprint {
  std::optional<std::int64_t> file;
  std::optional<std::int64_t> log;         // SQLite's write-ahead log
  std::optional<std::int64_t> free_space;  // for this user, on the disk of the file
};

// Told again and again while a document is kept: how many of its figures are done.
using KeptSoFar = std::function<void(std::size_t figures)>;

class Store {
 public:
  template <typename T>
  using Result = std::expected<T, StoreFault>;

  // `url` is "sqlite:/path/file.db" (its folder is made when missing) or "postgresql://...".
  [[nodiscard]] static Result<Store> open(const std::string& url, OpenMode mode, const OpenOptions& options = {});

  Store(Store&&) noexcept;
  Store& operator=(Store&&) noexcept;
  ~Store();

  // The url without its password, for messages.
  [[nodiscard]] const std::string& where() const;
  [[nodiscard]] Result<int> schema_number();
  [[nodiscard]] const Upgrade& upgrade() const;
  [[nodiscard]] Result<Footprint> footprint();

  // Documents and figures -----------------------------------------------------------------------------------------

  // Keeps the document and those of its figures that differ from the vintage in force at their own published date.
  // The figures may stand in any order: they are taken by published date. Bytes that were kept before are a duplicate
  // when they were read as the same figures; otherwise they are another document, whose figures are vintages as usual.
  [[nodiscard]] Result<KeepReport> keep_document(const RawDocument& document, std::span<const trade::Figure> figures,
                                                 trade::Instant now, const KeptSoFar& told = {});

  // What keep_document would report, with nothing written; ids and sequence are 0.
  [[nodiscard]] Result<KeepReport> preview_document(const RawDocument& document, std::span<const trade::Figure> figures,
                                                    trade::Instant now);

  // Takes a document out of force: from its sequence on, figures_in_force() answers as if the document had never been,
  // whatever published date is asked for. Nothing is deleted. A document that is not there, or out of force already, is
  // a fault. What a later document said again was not stored then and is not found now: see WithdrawReport::repeating.
  [[nodiscard]] Result<WithdrawReport> withdraw(const WithdrawOrder& order, trade::Instant now);
  // What it would report, with nothing written.
  [[nodiscard]] Result<WithdrawReport> preview_withdrawal(const WithdrawOrder& order, trade::Instant now);

  // The newest vintage of each identity by (published, sequence) within `as_of`, unless that one is a withdrawal.
  // Sorted by key, then period.
  [[nodiscard]] Result<std::vector<trade::KeptFigure>> figures_in_force(const FigureFilter& filter, const AsOf& as_of);

  // Every vintage within `as_of`, sorted by key, period, published, sequence.
  [[nodiscard]] Result<std::vector<Vintage>> vintages(const FigureFilter& filter, const AsOf& as_of);

  // The first `limit` of them that were taken after the vintage with row `after` (KeptFigure::id; 0: from the
  // beginning), in the order of taking.
  [[nodiscard]] Result<std::vector<Vintage>> vintages_page(const FigureFilter& filter, const AsOf& as_of,
                                                           std::int64_t after, int limit);

  // What a source has revised of one reporter's figures of one commodity, with all partners and in every flow, over
  // periods of the last ten years. Kept in OpenOptions::noises, so that targets of one source share one reading.
  [[nodiscard]] Result<trade::RevisionNoise> revision_noise(const trade::FlowKey& key, const AsOf& as_of);
  // And what it had revised before `release`, from the same reading.
  [[nodiscard]] Result<RevisionNoises> revision_noises(const trade::FlowKey& key, const AsOf& as_of,
                                                       std::optional<trade::Date> release);

  // Of the newest document; 0 when there is none.
  [[nodiscard]] Result<std::int64_t> sequence();
  [[nodiscard]] Result<std::vector<DocumentRow>> documents_after(std::int64_t sequence);
  // The newest reading of these bytes.
  [[nodiscard]] Result<std::optional<DocumentRow>> document(const std::string& sha256);
  [[nodiscard]] Result<std::optional<std::string>> raw_document(const std::string& sha256);

  // What others do --------------------------------------------------------------------------------------------------

  // How far everything is that pages depend on.
  [[nodiscard]] Result<Position> position();
  // Targets whose assessments, alerts or silences went further than `since`. One without a name stands for all.
  [[nodiscard]] Result<std::vector<MovedTarget>> moved_since(const Position& since);

  // Assessments and alerts ----------------------------------------------------------------------------------------

  [[nodiscard]] Result<WriteResult> write_assessment(const AssessmentWrite& write);

  // For steps that come from time alone. Never `already_there`.
  [[nodiscard]] Result<WriteResult> write_alerts(const AlertWrite& write);

  [[nodiscard]] Result<AlertBook> alert_book(const std::string& target);

  // Sorted by target, rule, id.
  [[nodiscard]] Result<std::vector<AlertRow>> alerts(const std::optional<std::string>& target);

  // The newest `limit`, newest first.
  [[nodiscard]] Result<std::vector<TransitionRow>> transitions(const std::optional<std::string>& target, int limit);

  // The past of alerts -----------------------------------------------------------------------------------------------

  // Alerts as they were at `at`, made from what was written down of each: acknowledgements that were in force then
  // with them. Severities are left empty and `steps` 0: those are not kept. Sorted as alerts() has them.
  [[nodiscard]] Result<std::vector<AlertRow>> alerts_at(trade::Instant at);
  // Later than `after` and not later than `until`, in the order in which they were written.
  [[nodiscard]] Result<std::vector<TransitionRow>> transitions_between(trade::Instant after, trade::Instant until);
  // When the first document was taken; nothing in a new store.
  [[nodiscard]] Result<std::optional<trade::Instant>> first_taken();

  // What else happened to alerts, the newest `limit`, newest first; with a target also what concerns all of them.
  [[nodiscard]] Result<std::vector<AlertEvent>> alert_events(const std::optional<std::string>& target, int limit);

  // The last notice of each alert to each receiver, where one was queued.
  [[nodiscard]] Result<std::vector<NoticeFate>> notice_fates();

  // In place of an earlier one of that alert. False when there is no such alert, or it does not stand.
  [[nodiscard]] Result<bool> acknowledge(const Acknowledgement& acknowledgement);

  // In the order in which they were made.
  [[nodiscard]] Result<std::vector<Silence>> silences();
  // Adding one with an id that is there changes nothing.
  [[nodiscard]] Result<void> add_silence(const Silence& silence);
  // False when there is no such silence, or it ended before.
  [[nodiscard]] Result<bool> end_silence(const std::string& id, trade::Instant now, const std::string& author);
  // In force again after a backup was restored. False when there is no such silence that waits for it.
  [[nodiscard]] Result<bool> confirm_silence(const std::string& id, trade::Instant now, const std::string& author);
  // None that has not ended is in force until it is confirmed: for a store that was restored.
  [[nodiscard]] Result<void> doubt_silences();

  // Every target with an assessment, sorted.
  [[nodiscard]] Result<std::vector<std::string>> assessed_targets();

  // In the order in which they were written.
  [[nodiscard]] Result<std::vector<AssessmentRow>> assessments(const std::string& target);

  // The one written last, of these settings when a digest is given.
  [[nodiscard]] Result<std::optional<AssessmentRow>> last_assessment(const std::string& target,
                                                                     const std::optional<std::string>& settings_digest);

  // The newest `limit`, newest first.
  [[nodiscard]] Result<std::vector<VerdictChange>> verdict_changes(const std::optional<std::string>& target, int limit);

  // Outbox --------------------------------------------------------------------------------------------------------

  // What `receiver` may be sent now, in the order of queueing: of each target its oldest undelivered notice, unless
  // that one is claimed or waits for its next try.
  [[nodiscard]] Result<std::vector<DueNotice>> due_notices(const std::string& receiver, trade::Instant now, int limit);

  // Whether a notice of this id was ever queued.
  [[nodiscard]] Result<bool> knows_notice(const std::string& notice_id);

  // True when the notice is the caller's until `until`; false when somebody else has it, it is done, or `attempts` are
  // given and others were made meanwhile. With OpenOptions::server_clock the server's clock stands for `now`.
  [[nodiscard]] Result<bool> claim(const std::string& notice_id, trade::Instant now, trade::Instant until,
                                   std::optional<int> attempts = {});

  // A receiver's yes is true whoever had the notice. A no counts where `attempts`, with the caller's own, are still all
  // that were made: who was stopped for longer than its claim has no say in another's.
  [[nodiscard]] Result<void> delivered(const std::string& notice_id, trade::Instant now);
  [[nodiscard]] Result<void> failed(const std::string& notice_id, trade::Instant now, trade::Instant next_try,
                                    const std::string& error, std::optional<int> attempts = {});
  [[nodiscard]] Result<void> given_up(const std::string& notice_id, trade::Instant now, const std::string& error,
                                      std::optional<int> attempts = {});
  [[nodiscard]] Result<OutboxBacklog> outbox_backlog();
  // Of each receiver that ever had a notice, sorted by name.
  [[nodiscard]] Result<std::vector<ReceiverBacklog>> receiver_backlogs();

  // Pulls ---------------------------------------------------------------------------------------------------------

  // Sorted by name, those that are no longer in the settings too.
  [[nodiscard]] Result<std::vector<PullRow>> pulls();
  // Replaces the row of that name.
  [[nodiscard]] Result<void> write_pull(const PullRow& row);
  // Begins a round that others may begin too: keeps `beginning` where the row is still `before` (absent: there is
  // none), by its `tried` and `next_due`. False when another one was quicker.
  [[nodiscard]] Result<bool> begin_pull(const PullRow& beginning, const std::optional<PullRow>& before);
  // Ends one that began at `began`. False, with nothing kept, when another round was begun since.
  [[nodiscard]] Result<bool> end_pull(const PullRow& row, trade::Instant began);

  // Requests ------------------------------------------------------------------------------------------------------

  [[nodiscard]] Result<std::optional<Answered>> answered(const std::string& key);
  // The first one with a key stays. Forgets those older than kAnswersKept.
  [[nodiscard]] Result<void> remember(const Answered& answered);

  // Care ----------------------------------------------------------------------------------------------------------

  // Looks through every page of an SQLite file; a second for two gigabytes or so. The fault of a damaged one names the
  // tables. A stop that is requested meanwhile is a fault of the call.
  [[nodiscard]] Result<void> check_pages(std::stop_token stop = {});

  // Reads everything: the database's own check, the digest of every raw document, and the chain over all vintages.
  // Faults name the table and the document; reading ends after kMaxVerifyFaults. A stop that is requested meanwhile is
  // a fault of the call.
  [[nodiscard]] Result<VerifyReport> verify(std::stop_token stop = {});

  // Writes a consistent copy to a file that does not exist yet, and gives what `verify` found in it. The copy gets
  // that name only when it is on disk, sound, and holds the newest document of the call's beginning; otherwise there is
  // a fault and no file. SQLite only; PostgreSQL has pg_dump.
  [[nodiscard]] Result<VerifyReport> backup_to(const std::string& file, std::stop_token stop = {});

  // Row for row into `empty`, another store of this schema without a row: see copy.h, which opens both.
  [[nodiscard]] Result<CopyReport> copy_to(Store& empty, const CopiedSoFar& told = {});

  struct Impl;  // the session; defined for this folder's .cpp files only

 private:
  explicit Store(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace tradewatch::storage
