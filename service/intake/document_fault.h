// Why a document was refused, and the report of a document: one text form, one JSON form, the same for the import
// command, the HTTP answer and the quarantine.
//
// Every text in a Fault is valid UTF-8: what came from the document has been through shown().

#pragma once

#include <boost/json/object.hpp>

#include <cstddef>
#include <string>
#include <vector>

namespace tradewatch::intake {

struct Fault {
  int line = 0;             // physical line, from 1; 0 when the document as a whole is meant
  int column = 0;           // number of the CSV field, from 1; 0 when the row as a whole is meant
  std::string column_name;  // its header, or empty
  std::string found;        // as shown(), without quotation marks; may be empty
  std::string expected;     // what would have been right, in words
  std::string hint;         // what to do, or the nearest right spelling; may be empty
  std::string place = {};   // in documents that have no lines: `sheet "2022" cell D8`, `data[3].period`; may be empty

  bool operator==(const Fault&) const = default;
};

// `NAME:LINE:COLUMN: COLUMN_NAME: found "...", expected ...; hint`, leaving out what a fault does not say. A place
// stands where LINE:COLUMN would.
[[nodiscard]] std::string to_text(const Fault& fault, const std::string& document);

inline constexpr std::size_t kFaultsToldAlike = 5;

// Invariant: at least one fault, in order of line and column.
struct Refusal {
  std::string document;       // the name it came under
  std::vector<Fault> faults;  // at most kMaxFaultsTold
  std::size_t more = 0;       // faults that are counted, not told
};

// A line a fault, each ended. Of faults of one kind, the same column and expectation, only the first kFaultsToldAlike
// have lines of their own; one more counts the others and says where they are.
[[nodiscard]] std::string to_text(const Refusal& refusal);

// What became of a document. Counts are of figures.
struct DocumentReport {
  enum class Outcome { accepted, duplicate, refused };  // duplicate: the same bytes said so before

  std::string document;
  std::string digest;  // SHA-256 of the raw bytes, hexadecimal; empty when it could not be read at all
  Outcome outcome = Outcome::accepted;
  std::string format;       // what it was read as; empty when refused
  bool dry_run = false;     // nothing was written: the counts say what would be
  std::size_t figures = 0;  // read
  std::size_t stored = 0;   // new vintages; of these
  std::size_t revisions = 0;
  std::size_t roundings = 0;
  std::size_t withdrawals = 0;
  std::size_t duplicates = 0;      // not stored
  std::vector<std::string> notes;  // what was left out and why, in words
  std::vector<Fault> faults;       // when refused
  std::size_t more_faults = 0;
};

[[nodiscard]] DocumentReport report_of(const Refusal& refusal, std::string digest);

// {"document", "digest", "outcome", "format", "figures", "stored", "revisions", "roundings", "withdrawals",
// "duplicates",
//  "notes": [...], "faults": [{"line", "column", "place", "column_name", "found", "expected", "hint", "text"}],
//  "more_faults"}.
// `line`, `column`, `place`, `column_name` and `hint` are absent where a fault does not say them.
[[nodiscard]] boost::json::object to_json(const DocumentReport& report);
// That object as one line, as it stands in the file beside a document.
[[nodiscard]] std::string json_line(const DocumentReport& report);
// Faults as those of a Refusal; JSON has every one.
[[nodiscard]] std::string to_text(const DocumentReport& report);
// Its parts: what became of the document, and what was left out, each line ended.
[[nodiscard]] std::string summary_line(const DocumentReport& report);
[[nodiscard]] std::string note_lines(const DocumentReport& report);

// The faults of one document as they are met: keeps kMaxFaultsTold and counts the others.
class FaultList {
 public:
  void add(Fault fault);
  [[nodiscard]] bool empty() const { return faults_.empty(); }
  // Whether what is added is only counted, so that its words need no thought.
  [[nodiscard]] bool is_full() const;
  [[nodiscard]] Refusal refusal(std::string document) &&;

 private:
  std::vector<Fault> faults_;
  std::size_t more_ = 0;
};

}  // namespace tradewatch::intake
