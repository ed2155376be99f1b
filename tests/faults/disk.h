// A disk that fails, and a disk whose power is cut: an SQLite VFS for tests, on top of the real one.
//
// Failing: the N-th write, truncation, sync or opening of a file gives an error, once or from then on.
// Recording: every change of a file is noted with its bytes, and every sync. From the notes come images of what a disk
// may hold when the power goes at some moment: all that was synced before it, and of what was not, nothing, all, any
// part in any order, or any 512-byte sectors of any part. A new file may be missing, and a removed one still there,
// until the folder was synced, which SQLite does with the first sync of each new journal or log. That is more than most
// disks do, and what SQLite promises to survive.
//
// One for the whole process, and the default VFS while it lives. For tests of one thread.

#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <vector>

namespace tradewatch::faults {

enum class Operation { write, truncate, sync, open };

struct Failure {
  std::optional<Operation> of;  // absent: any of them
  int at = 1;                   // the first of these operations that fails, from 1
  bool for_ever = false;        // and all after it
  int code = SQLITE_IOERR_WRITE;
};

// A change of a file, or a sync of it.
struct Note {
  enum class Kind { created, written, cut, synced, removed, names_synced };
  std::string file;  // its name without its folder
  Kind kind = Kind::written;
  std::int64_t offset = 0;  // of written; the new size of cut
  std::string bytes;        // of written
};

// How much of what was not synced is in an image.
enum class Loss { none, all, part, torn };

class Disk {
 public:
  Disk();
  ~Disk();
  Disk(const Disk&) = delete;
  Disk& operator=(const Disk&) = delete;

  void fail(const Failure& failure);
  void work();                                                   // nothing fails any more
  [[nodiscard]] bool has_failed() const { return failed_ > 0; }  // since fail()

  // Notes changes of the files in this folder from now on.
  void record(const std::filesystem::path& folder) { recorded_ = folder.string(); }
  void stop_recording() { recorded_.reset(); }
  [[nodiscard]] const std::vector<Note>& notes() const { return notes_; }

  // What connections that are opened from now on do, whatever the store asks for. Absent: as the store asks.
  std::optional<std::string> synchronous;  // "NORMAL"
  std::optional<int> fold_pages;           // wal_autocheckpoint

  // Called by the VFS.
  [[nodiscard]] std::optional<int> failure_of(Operation operation);
  void note(Note::Kind kind, const std::string& path, std::int64_t offset = 0, std::string_view bytes = {});
  [[nodiscard]] static Disk& of_this_process();

 private:
  std::optional<Failure> failure_;
  int operations_ = 0;  // of the failure's kind, since fail()
  int failed_ = 0;
  std::optional<std::string> recorded_;
  std::vector<Note> notes_;
};

// What the files of a recorded folder may hold after a power cut. `advance` goes forward only.
class PowerCut {
 public:
  explicit PowerCut(const std::vector<Note>& notes) : notes_(notes) {}

  // The cut comes after this many notes.
  void advance(std::size_t notes);
  // Writes an image of that moment into an empty folder.
  void write_image(const std::filesystem::path& folder, Loss loss, std::mt19937_64& dice) const;

 private:
  struct File {
    std::optional<std::string> on_disk;  // absent: no such file
    std::vector<const Note*> pending;    // since its last sync
    void sync();
    void sync_name();
  };
  const std::vector<Note>& notes_;
  std::size_t done_ = 0;
  std::map<std::string, File> files_;
};

}  // namespace tradewatch::faults
