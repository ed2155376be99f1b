// What the store takes and gives back, row by row.
//
// Instants are kept as the text of trade::format_instant, dates as `2026-02-04`, months as Month::index(): any
// database client reads them without this program, and texts of one length sort as the moments do.

#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "models/trade/date.h"
#include "models/trade/figure.h"
#include "models/trade/month.h"
#include "models/trade/revision.h"

namespace tradewatch::storage {

// Why the store did not do something. All texts are for people; where they name the store, a password is left out.
struct StoreFault {
  std::string where;      // the store: a path, or an address
  std::string found;      // what happened
  std::string expected;   // what should have been
  std::string todo;       // what helps
  bool busy = false;      // another writer held the store longer than the time-out: try again
  bool no_space = false;  // the disk is full: reads go on, writes will work again when there is space
  bool reopen = false;  // this session is of no further use (connection lost, failed sync): the next call opens another
  bool damaged = false;  // the file is not as it was written: take nothing more, and bring back a backup
  bool refused = false;  // what was asked makes no sense for what the store holds; asking again gives the same
};

// A document as it came, before anything is known of it.
struct RawDocument {
  std::string name;    // the name it came under
  std::string sha256;  // of `bytes`, 64 lower-case hexadecimal digits
  std::string bytes;
  std::string format;  // the reader that understood it: "house-csv"
  std::string media;   // a note on how it came: a media type, an encoding; may be empty
};

struct StoredChange {
  std::int64_t id = 0;           // row of the vintage
  std::size_t figure_index = 0;  // in the figures that were offered
  trade::Change change = trade::Change::first;
  std::optional<double> previous_value_usd;  // of the vintage then in force, where there was one with a value
};

// What became of a document. `stored` counts every new vintage, so it includes the three kinds after it.
struct KeepReport {
  bool duplicate_document = false;  // these bytes were read so before; nothing was written, `sequence` is of then
  std::int64_t sequence = 0;
  std::int64_t read_before = 0;  // the newest document of these bytes, which said other figures; 0: they are new
  int stored = 0;
  int duplicates = 0;
  int revisions = 0;
  int roundings = 0;
  int withdrawals = 0;
  std::vector<StoredChange> changes;  // in order of (published, place in the document)
};

struct DocumentRow {
  std::int64_t sequence = 0;
  std::string sha256;  // of its bytes; another document has the same when they were read again, otherwise
  std::string name;
  std::string format;
  std::string media;
  trade::Instant taken{};
  std::int64_t size_bytes = 0;
  int stored = 0;
  int duplicates = 0;
  int revisions = 0;
  int roundings = 0;
  int withdrawals = 0;
  std::string chain;  // SHA-256 over the previous document's chain, this document and its vintages
};

// Takes a document out of force. `raw` is the order itself, kept as a document: format kWithdrawalFormat, `media` as
// media_of_withdrawal() gives it.
struct WithdrawOrder {
  std::int64_t sequence = 0;  // of the document
  std::string why;            // who and why, in words: the reference of what takes its place
  RawDocument raw;
};

// What became of the figures of a document that was withdrawn, one for each published date that it gave them.
struct WithdrawReport {
  std::int64_t sequence = 0;           // of the order; 0 when it was only tried
  int restored = 0;                    // stand again as other documents have them
  int withdrawn = 0;                   // have no value any more: no other document has them
  int replaced_before = 0;             // others had taken their place already
  std::vector<DocumentRow> repeating;  // later documents that repeated figures, which were not stored again then
};

// What was held at some moment. All that is given bounds from above, both ends included; conditions combine.
struct AsOf {
  std::optional<std::int64_t> sequence = {};
  std::optional<trade::Instant> taken = {};
  std::optional<trade::Date> published = {};
};

// Which figures; what is absent does not matter. A period counts when it overlaps the months asked for.
struct FigureFilter {
  std::optional<std::string> source = {};
  std::optional<trade::Country> reporter = {};
  std::optional<trade::Country> partner = {};
  std::optional<trade::Flow> flow = {};
  std::optional<std::string> commodity = {};
  std::optional<trade::Valuation> valuation = {};
  std::optional<trade::Basis> basis = {};
  std::optional<trade::Month> first = {};
  std::optional<trade::Month> last = {};
  std::optional<std::int64_t> after = {};  // of documents with a greater sequence
};

struct Vintage {
  trade::KeptFigure kept;
  trade::Change change = trade::Change::first;  // what it was to the store when it was taken
  std::optional<double> previous_value_usd;
};

// One assessment of one target. (target, sequence, settings_digest) names it: who comes second writes nothing.
struct AssessmentRow {
  std::string target;
  std::int64_t sequence = 0;    // the last document used
  std::string settings_digest;  // of all settings that bear on the target
  trade::Instant at{};
  std::string json;
  std::string verdict;
  std::optional<double> probability;
  std::optional<trade::Date> release;  // the newest published date that was counted as a step so far
};

// An assessment whose verdict is another than the target's before.
struct VerdictChange {
  std::string target;
  std::int64_t sequence = 0;
  std::string settings_digest;
  trade::Instant at{};
  std::optional<std::string> before;  // absent: the target's first
  std::string verdict;
  std::optional<double> probability;
  std::optional<trade::Date> release;
};

// Somebody has seen an alert and says so: reminders stop, its state does not change.
struct Acknowledgement {
  std::string alert_id;
  std::string author;
  std::string note;
  trade::Instant at{};
  std::optional<trade::Instant> until;  // absent: until the alert resolves
};

struct AlertRow {
  std::string id;  // stable over episodes
  std::string target;
  std::string rule;
  std::string state;
  std::string severity;
  trade::Instant since{};   // when this state began
  trade::Instant opened{};  // when this episode began
  int steps = 0;            // releases counted towards the next state
  std::optional<double> value;
  std::optional<double> threshold;
  std::string reason_json;
  std::optional<Acknowledgement> acknowledged = {};
};

struct TransitionRow {
  std::string alert_id;
  std::string target;
  std::string rule;
  std::string from;
  std::string to;
  trade::Instant at{};
  std::int64_t sequence = 0;
  std::string reason_json;
  std::optional<double> value;
  std::optional<double> threshold;
};

// One message to one receiver. Queueing an id again changes nothing.
struct NoticeRow {
  std::string id;
  std::string target;
  std::string alert_id;  // empty for a report
  std::string kind;      // firing, reminder, resolved
  std::string receiver;
  std::string body;  // the bytes that are sent, the same with every try
  trade::Instant queued{};
  std::string chart_svg = {};  // as it was then; empty unless the receiver shows charts
};

// Notices about what matches are kept back from `starts` to `ends`, or to `ended`.
struct Silence {
  std::string id;
  std::string target;  // these three: empty matches all
  std::string rule;
  std::string receiver;
  trade::Instant starts{};
  trade::Instant ends{};
  std::string author;
  std::string reason;
  trade::Instant created{};
  std::optional<trade::Instant> ended = {};  // by somebody, before its time
  std::string ended_by = {};
  // False after a backup was restored: an end that came after the backup is not known, so it is out of force until
  // somebody confirms it.
  bool confirmed = true;
};

// What a receiver knows of an alert. Kinds are "firing" and "resolved"; a reminder tells "firing" again.
struct Told {
  std::string alert_id;
  std::string receiver;
  std::string kind;         // empty: nothing was ever sent
  trade::Instant at{};      // when the notice was queued
  std::string notice_id;    // the last one that was queued
  std::string withheld;     // the kind that a silence kept back since; empty: none
  std::string withheld_by;  // the silence
};

// What happened to an alert beside its transitions.
struct AlertEvent {
  trade::Instant at{};
  std::string target = {};    // empty: any, of a silence
  std::string alert_id = {};  // empty for a silence
  std::string kind = {};      // acknowledged, reminded, withheld, told_late, silenced, unsilenced, confirmed
  std::string receiver = {};  // empty: any
  std::string author = {};    // of what people did
  std::string note = {};
  std::string reference = {};  // the silence or the notice
};

// All that steps of one target's alerts depend on, read at once.
struct AlertBook {
  std::int64_t number = 0;  // what AlertWrite::book has to say
  std::vector<AlertRow> alerts;
  std::vector<Told> told;
  std::vector<Silence> silences;  // of every target
};

// New states, and what is said about them: one transaction.
struct AlertWrite {
  std::string target = {};
  std::optional<std::int64_t> book = {};  // AlertBook::number as it was read; absent: notices alone, of no alert
  std::vector<AlertRow> states = {};
  std::vector<TransitionRow> transitions = {};
  std::vector<NoticeRow> notices = {};
  std::vector<Told> told = {};
  std::vector<AlertEvent> events = {};

  [[nodiscard]] bool empty() const {
    return states.empty() && transitions.empty() && notices.empty() && told.empty() && events.empty();
  }
};

struct AssessmentWrite {
  AssessmentRow assessment;
  AlertWrite alerts = {};
};

enum class WriteResult {
  written,
  already_there,  // somebody made this assessment
  alerts_moved,   // somebody took the target's alerts further since the book was read: read it again
};

// How the last notice about an alert to a receiver fared.
struct NoticeFate {
  std::string alert_id;
  std::string receiver;
  std::string kind;   // of the notice
  std::string state;  // queued, delivered, given_up
  int attempts = 0;
  std::string last_error;
};

// A notice that may be sent now.
struct DueNotice {
  NoticeRow notice;
  int attempts = 0;  // tries before this one
};

struct OutboxBacklog {
  std::int64_t queued = 0;
  std::optional<trade::Instant> oldest;  // when the oldest undelivered notice was queued
};

// The outbox of one receiver, which may no longer be in the settings.
struct ReceiverBacklog {
  std::string receiver;
  std::int64_t queued = 0;
  std::int64_t delivered = 0;
  std::int64_t given_up = 0;
  std::optional<trade::Instant> oldest;  // when the oldest undelivered notice was queued
  std::string last_error;                // of that notice's last try; empty: it was not tried
};

// How far a pull is. Nothing here holds its key: in addresses it stands as `{key}`, in texts it is left out.
struct PullRow {
  std::string name;
  std::string url;                           // as the settings had it
  trade::Instant tried{};                    // the last round's beginning
  trade::Instant next_due{};                 // when the next round may begin
  int failures = 0;                          // rounds that failed since the last that did not
  std::string outcome;                       // of the last round, by name
  std::string note;                          // what a reader should know of the last round; may be empty
  std::optional<trade::Instant> success;     // the last answer with figures, new or known
  std::optional<trade::Instant> new_figure;  // the last time that a figure was stored
  std::optional<trade::Instant> error;       // the last round that failed or found no figures at all
  std::string error_text;                    // why
  std::string reached;                       // newest period that had figures: "2026-10" or "2026"; empty: none yet
  std::string answer_url;                    // what the newest answer with figures came from; the rest is of it
  std::string etag;
  std::string last_modified;
  std::string answer_sha256;
  std::string refused_sha256;  // the refused answer that is in the quarantine; empty: none since the last success
};

// An answer to a request that carried a key of its sender's.
struct Answered {
  std::string key;
  std::string sha256;  // of all that was asked with it
  int status = 0;      // of HTTP
  std::string body;
  trade::Instant at{};
};

// How far a store is. Each number only grows, in the order of commits, whoever writes.
struct Position {
  std::int64_t document = 0;
  std::int64_t assessment = 0;
  std::int64_t transition = 0;
  std::int64_t event = 0;   // of alerts and silences
  std::int64_t notice = 0;  // in the outbox
  bool operator==(const Position&) const = default;
};

// A target about which something was written, and how far that goes: 0 where there was nothing of a kind.
struct MovedTarget {
  std::string target;
  Position to;
};

// What `store verify` found. Sound when `faults` is empty.
struct VerifyReport {
  std::int64_t documents = 0;
  std::int64_t figures = 0;
  std::vector<StoreFault> faults;
};

}  // namespace tradewatch::storage
