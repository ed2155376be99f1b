// A daemon's door for commands of the same program: a Unix socket, one question and one answer a connection.
//
// The socket's file may be opened by its owner (and root) alone. It takes the place of one that a dead daemon left, and
// is never taken from one that still answers. Questions and answers are short texts that this program alone speaks.

#pragma once

#include <chrono>
#include <cstddef>
#include <expected>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "service/runtime/loop.h"

namespace tradewatch::runtime {

inline constexpr std::size_t kMaxQuestionBytes = 256;        // a word
inline constexpr std::size_t kMaxAnswerBytes = 4 << 20;      // every fault of large settings, one a line
inline constexpr int kMaxVisitors = 64;                      // those above wait in the kernel's queue
inline constexpr std::chrono::seconds kVisitorPatience{30};  // to say its question, and to take its answer

// Why a door cannot be opened, or gave no answer.
struct ControlFault {
  std::filesystem::path where;
  std::string found;
  std::string expected;
  std::string what_to_do;
};

class ControlSocket {
 public:
  // May be called later than the question, on the loop; once.
  using Answer = std::function<void(std::string)>;
  using Handler = std::function<void(const std::string& question, Answer answer)>;

  // `path` is at most 107 bytes long and its folder exists. The loop must outlive the socket.
  [[nodiscard]] static std::expected<std::unique_ptr<ControlSocket>, ControlFault> listen(
      Loop& loop, const std::filesystem::path& path, Handler handler);
  // Removes the file, unless another daemon has taken the place since. Questions not yet answered get none.
  ~ControlSocket();
  ControlSocket(const ControlSocket&) = delete;
  ControlSocket& operator=(const ControlSocket&) = delete;

 private:
  struct Door;
  explicit ControlSocket(std::shared_ptr<Door> door);
  std::shared_ptr<Door> door_;
};

// Asks the daemon behind `path` and waits at most `patience` for the whole answer. `question` is one line, without its
// end. Blocks: for commands, not for the daemon.
[[nodiscard]] std::expected<std::string, ControlFault> ask(const std::filesystem::path& path, std::string_view question,
                                                           std::chrono::milliseconds patience);

}  // namespace tradewatch::runtime
