#include "service/intake/inbox.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>
#include <tuple>

#include "models/trade/letters.h"
#include "service/intake/file_access.h"
#include "service/intake/limits.h"
#include "service/intake/shown_text.h"

namespace tradewatch::intake {
namespace {

constexpr const char* kAccepted = "accepted";
constexpr const char* kQuarantine = "quarantine";
constexpr int kTries = 100'000;  // files of one name

// "figures.csv" with number 2 is "figures-2.csv".
std::string numbered(const std::string& name, int number) {
  if (number == 1) return name;
  const std::size_t dot = name.find('.', 1);
  const std::size_t end = dot == std::string::npos ? name.size() : dot;
  return name.substr(0, end) + "-" + std::to_string(number) + name.substr(end);
}

InboxFault changed(const std::filesystem::path& path) {
  return {path, "a file that has changed since it was looked at", "the same file", "it is taken once it is complete",
          InboxFault::Kind::changed};
}

InboxFault too_many(const std::filesystem::path& path, const std::filesystem::path& folder) {
  return {path, "too many files of this name", "a free name in " + folder.string(), ""};
}

std::expected<std::string, InboxFault> read_all(const OpenFile& file, const std::filesystem::path& path,
                                                std::size_t size) {
  std::string bytes(size, '\0');
  std::size_t have = 0;
  while (have < size) {
    const ssize_t got = ::read(file.fd(), bytes.data() + have, size - have);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return std::unexpected(system_fault(path, "to read it"));
    if (got == 0) return std::unexpected(changed(path));
    have += static_cast<std::size_t>(got);
  }
  return bytes;
}

}  // namespace

std::string to_text(const InboxFault& fault) {
  std::string text = shown(fault.path.string(), 4096) + ": found \"" + fault.found + "\", expected " + fault.expected;
  return fault.hint.empty() ? text : text + "; " + fault.hint;
}

bool is_left_alone(std::string_view name) {
  constexpr std::array<std::string_view, 8> kEnds = {".tmp",      ".part", ".partial", ".crdownload",
                                                     ".download", ".swp",  "~",        ".lock"};
  const std::string lower = trade::ascii_lower(name);
  const auto ends = [&](std::string_view end) { return lower.ends_with(end); };
  return lower.starts_with('.') || lower.starts_with("~$") || std::any_of(kEnds.begin(), kEnds.end(), ends);
}

std::expected<Inbox, InboxFault> Inbox::open(std::filesystem::path folder) {
  for (const char* inside : {kAccepted, kQuarantine}) {
    std::error_code error;
    const auto path = folder / inside;
    std::filesystem::create_directories(path, error);
    if (error) return std::unexpected(InboxFault{path, error.message(), "a folder that can be written", ""});
  }
  return Inbox(std::move(folder));
}

std::expected<std::vector<Candidate>, InboxFault> Inbox::scan() const {
  std::vector<Candidate> found;
  std::error_code error;
  for (std::filesystem::directory_iterator entry(folder_, error), end; !error && entry != end; entry.increment(error)) {
    std::string name = entry->path().filename().string();
    struct ::stat status{};
    if (is_left_alone(name) || ::lstat(entry->path().c_str(), &status) != 0 || !S_ISREG(status.st_mode)) continue;
    found.push_back(candidate_of(std::move(name), status));
  }
  if (error) return std::unexpected(InboxFault{folder_, error.message(), "a folder that can be read", ""});
  std::sort(found.begin(), found.end(), [](const Candidate& a, const Candidate& b) {
    return std::tie(a.modified_ns, a.name) < std::tie(b.modified_ns, b.name);
  });
  return found;
}

// A read lease is granted only while no descriptor for writing is open anywhere on this machine.
Readiness Inbox::ready(const Candidate& file) const {
  const OpenFile open = open_to_read(folder_ / file.name);
  if (!open.is_open()) return Readiness::unknown;
  if (::fcntl(open.fd(), F_SETLEASE, F_RDLCK) == 0) {
    ::fcntl(open.fd(), F_SETLEASE, F_UNLCK);
    return Readiness::ready;
  }
  return errno == EAGAIN || errno == EWOULDBLOCK ? Readiness::being_written : Readiness::unknown;
}

std::expected<TakenFile, InboxFault> Inbox::take(const Candidate& file) const {
  const auto path = folder_ / file.name;
  const OpenFile open = open_to_read(path);
  if (!open.is_open()) return std::unexpected(system_fault(path, "to open it for reading"));
  struct ::stat status{};
  if (::fstat(open.fd(), &status) != 0) return std::unexpected(system_fault(path, "to read its size"));
  if (!S_ISREG(status.st_mode))
    return std::unexpected(InboxFault{path, "not a regular file", "a regular file", "", InboxFault::Kind::refused});
  if (candidate_of(file.name, status) != file) return std::unexpected(changed(path));
  if (file.bytes > kMaxDocumentBytes) {
    return std::unexpected(InboxFault{path, std::to_string(file.bytes) + " bytes",
                                      "at most " + std::to_string(kMaxDocumentBytes) + " bytes (64 MiB)",
                                      "split the document", InboxFault::Kind::refused});
  }
  auto bytes = read_all(open, path, file.bytes);
  if (!bytes) return std::unexpected(std::move(bytes.error()));
  if (::fstat(open.fd(), &status) != 0 || candidate_of(file.name, status) != file) {
    return std::unexpected(changed(path));
  }
  return TakenFile{file, *std::move(bytes)};
}

std::expected<std::filesystem::path, InboxFault> Inbox::accept(const Candidate& file, std::string_view report_text,
                                                               std::string_view report_json) const {
  return move(file, kAccepted, report_text, report_json);
}

std::expected<std::filesystem::path, InboxFault> Inbox::quarantine(const Candidate& file, std::string_view report_text,
                                                                   std::string_view report_json) const {
  return move(file, kQuarantine, report_text, report_json);
}

std::expected<std::filesystem::path, InboxFault> Inbox::quarantine_bytes(const std::string& name,
                                                                         std::string_view bytes,
                                                                         std::string_view report_text,
                                                                         std::string_view report_json) const {
  const auto folder = folder_ / kQuarantine;
  const auto unnamed = folder / ("." + name + ".part");
  if (auto written = write_durably(unnamed, bytes); !written) return std::unexpected(std::move(written.error()));
  for (int number = 1; number <= kTries; ++number) {
    auto target = folder / numbered(name, number);
    struct ::stat status{};
    if (::lstat(target.c_str(), &status) == 0) continue;
    auto written = write_durably(target.string() + ".report.txt", report_text);
    if (written) written = write_durably(target.string() + ".report.json", report_json);
    if (!written) return std::unexpected(std::move(written.error()));
    const auto moved = rename_to_free(unnamed, target);
    if (!moved) return std::unexpected(moved.error());
    if (!*moved) continue;
    if (auto synced = sync_folder(folder); !synced) return std::unexpected(std::move(synced.error()));
    return target;
  }
  return std::unexpected(too_many(unnamed, folder));
}

// Reports first: a crash in between leaves reports without their file, and the next try writes the same again.
std::expected<std::filesystem::path, InboxFault> Inbox::move(const Candidate& file, const char* to,
                                                             std::string_view report_text,
                                                             std::string_view report_json) const {
  const auto from = folder_ / file.name;
  const auto target_folder = folder_ / to;
  for (int number = 1; number <= kTries; ++number) {
    auto target = target_folder / numbered(file.name, number);
    struct ::stat status{};
    if (::lstat(target.c_str(), &status) == 0) continue;
    if (::lstat(from.c_str(), &status) != 0) return std::unexpected(system_fault(from, "the file that was taken"));
    if (candidate_of(file.name, status) != file) return std::unexpected(changed(from));
    if (!report_text.empty() || !report_json.empty()) {
      auto written = write_durably(target.string() + ".report.txt", report_text);
      if (written) written = write_durably(target.string() + ".report.json", report_json);
      if (!written) return std::unexpected(std::move(written.error()));
    }
    const OpenFile open = open_to_read(from);
    if (!open.is_open() || ::fsync(open.fd()) != 0) return std::unexpected(system_fault(from, "to make it durable"));
    const auto moved = rename_to_free(from, target);
    if (!moved) return std::unexpected(moved.error());
    if (!*moved) continue;
    for (const auto& folder : {target_folder, folder_}) {
      if (auto synced = sync_folder(folder); !synced) return std::unexpected(std::move(synced.error()));
    }
    return target;
  }
  return std::unexpected(too_many(from, target_folder));
}

}  // namespace tradewatch::intake
