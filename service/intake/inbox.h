// The folder where people and programs drop files of figures, with accepted/ and quarantine/ inside it.
//
// Nothing in the inbox is ever deleted. A file is moved only when the caller says that its figures are durable or
// refused; until then it stays, and a crash leaves it to be found again, when the store knows the document by its
// digest. Files that are still being written, hidden files, lock files and unfinished downloads are left alone.

#pragma once

#include <cstdint>
#include <expected>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tradewatch::intake {

// What could not be done to a file or folder of the inbox.
struct InboxFault {
  enum class Kind {
    system,   // the operating system said no; the same may work later
    changed,  // somebody touched the file: scan again
    refused,  // the file can never be taken as it is: quarantine it with this text
  };
  std::filesystem::path path;
  std::string found;     // "No space left on device"
  std::string expected;  // what was to be done: "to move the file to accepted/"
  std::string hint;      // may be empty
  Kind kind = Kind::system;
};

[[nodiscard]] std::string to_text(const InboxFault& fault);

// A file as the directory shows it. Two of them compare equal when nobody has touched the file in between.
struct Candidate {
  std::string name;
  std::uint64_t inode = 0;
  std::uint64_t bytes = 0;
  std::int64_t modified_ns = 0;  // since 1970, as the file system says

  bool operator==(const Candidate&) const = default;
};

struct TakenFile {
  Candidate file;
  std::string bytes;
};

// `unknown`: this file system or owner allows no lease; compare two candidates a quiet time apart instead.
enum class Readiness { ready, being_written, unknown };

class Inbox {
 public:
  // Creates accepted/ and quarantine/ where they are missing.
  [[nodiscard]] static std::expected<Inbox, InboxFault> open(std::filesystem::path folder);

  // Files to take, oldest first, then by name.
  [[nodiscard]] std::expected<std::vector<Candidate>, InboxFault> scan() const;

  // Whether somebody has the file open for writing.
  [[nodiscard]] Readiness ready(const Candidate& file) const;

  // Its bytes, at most kMaxDocumentBytes; regular files only, never through a symbolic link. A fault when the file
  // was touched since it was scanned, or while it was read.
  [[nodiscard]] std::expected<TakenFile, InboxFault> take(const Candidate& file) const;

  // Moves the file to accepted/ or to quarantine/, with the reports NAME.report.txt and NAME.report.json beside it, and
  // says where it is now. A name that is taken gets a number. Durable when it returns. A fault, and the file stays,
  // when it is no longer the file that was taken.
  [[nodiscard]] std::expected<std::filesystem::path, InboxFault> accept(const Candidate& file,
                                                                        std::string_view report_text,
                                                                        std::string_view report_json) const;
  [[nodiscard]] std::expected<std::filesystem::path, InboxFault> quarantine(const Candidate& file,
                                                                            std::string_view report_text,
                                                                            std::string_view report_json) const;

  // The same for bytes that came another way and are no file yet.
  [[nodiscard]] std::expected<std::filesystem::path, InboxFault> quarantine_bytes(const std::string& name,
                                                                                  std::string_view bytes,
                                                                                  std::string_view report_text,
                                                                                  std::string_view report_json) const;

  [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }

 private:
  explicit Inbox(std::filesystem::path folder) : folder_(std::move(folder)) {}
  [[nodiscard]] std::expected<std::filesystem::path, InboxFault> move(const Candidate& file, const char* to,
                                                                      std::string_view report_text,
                                                                      std::string_view report_json) const;

  std::filesystem::path folder_;
};

// Names that are never taken: hidden files, editors' and office lock files, unfinished downloads and copies.
[[nodiscard]] bool is_left_alone(std::string_view name);

}  // namespace tradewatch::intake
