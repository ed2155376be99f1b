#include "service/runtime/control_socket.h"

#include <sys/socket.h>
#include <sys/stat.h>

#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <cerrno>
#include <system_error>
#include <utility>

#include "service/runtime/control_address.h"
#include "service/runtime/loop_context.h"

namespace tradewatch::runtime {

namespace asio = boost::asio;
using Stream = asio::local::stream_protocol;

namespace {

constexpr mode_t kOwnerAlone = 0600;

// One connection, from its question to its answer.
struct Visit {
  explicit Visit(Stream::socket s) : socket(std::move(s)), patience(socket.get_executor()) {}

  // Hangs up on a visitor that says or takes nothing.
  static void limit(const std::shared_ptr<Visit>& visit) {
    visit->patience.expires_after(kVisitorPatience);
    visit->patience.async_wait([weak = std::weak_ptr(visit)](const boost::system::error_code& cancelled) {
      if (const auto still_here = weak.lock(); still_here && !cancelled) still_here->hang_up();
    });
  }

  void hang_up() {
    boost::system::error_code ignored;
    socket.close(ignored);
  }

  static void answer(const std::shared_ptr<Visit>& visit, std::string text) {
    visit->text = std::move(text);
    limit(visit);
    asio::async_write(visit->socket, asio::buffer(visit->text), [visit](const boost::system::error_code&, std::size_t) {
      visit->patience.cancel();
      visit->hang_up();  // the end of the answer, whoever still holds the visit
    });
  }

  Stream::socket socket;
  asio::steady_timer patience;
  std::string text;
};

bool is_answered(const std::filesystem::path& path) {
  const auto fd = connect_to(path, std::chrono::seconds(1));
  return fd.has_value();
}

}  // namespace

struct ControlSocket::Door : std::enable_shared_from_this<Door> {
  Door(Loop& loop, Handler h) : acceptor(loop.context().io), handler(std::move(h)) {}

  // The error's number, or 0.
  int open(const std::filesystem::path& path);
  void welcome();
  void hear(const std::shared_ptr<Visit>& visit);
  void close();

  Stream::acceptor acceptor;
  Handler handler;
  std::filesystem::path place;
  ino_t file = 0;  // which file at `place` is ours
  int visitors = 0;
  bool waiting = false;  // for the next visitor
};

// Bound under another name and moved into place, so that nobody ever meets a socket that does not answer yet.
int ControlSocket::Door::open(const std::filesystem::path& path) {
  const std::filesystem::path made = path.string() + ".new";
  boost::system::error_code error;
  acceptor.open(Stream(), error);
  if (error) return error.value();
  // Linux gives the file the mode that its socket has; a mode that is set later leaves a moment.
  if (::fchmod(acceptor.native_handle(), kOwnerAlone) != 0) return errno;
  std::error_code none;
  std::filesystem::remove(made, none);
  acceptor.bind(Stream::endpoint(made.string()), error);
  if (!error) acceptor.listen(kMaxVisitors, error);
  if (error) return error.value();
  struct stat status{};
  if (::stat(made.c_str(), &status) != 0 || ::rename(made.c_str(), path.c_str()) != 0) return errno;
  place = path;
  file = status.st_ino;
  return 0;
}

void ControlSocket::Door::welcome() {
  if (waiting || visitors >= kMaxVisitors || !acceptor.is_open()) return;
  waiting = true;
  acceptor.async_accept([door = shared_from_this()](const boost::system::error_code& error, Stream::socket socket) {
    door->waiting = false;
    if (error == asio::error::operation_aborted) return;
    if (!error) {
      ++door->visitors;
      // Counts itself out when the last that holds it lets go.
      const std::shared_ptr<Visit> visit(new Visit(std::move(socket)), [weak = std::weak_ptr(door)](Visit* gone) {
        delete gone;
        const auto still_here = weak.lock();
        if (!still_here) return;
        --still_here->visitors;
        still_here->welcome();
      });
      door->hear(visit);
    }
    door->welcome();
  });
}

void ControlSocket::Door::hear(const std::shared_ptr<Visit>& visit) {
  Visit::limit(visit);
  asio::async_read_until(visit->socket, asio::dynamic_buffer(visit->text, kMaxQuestionBytes), '\n',
                         [door = shared_from_this(), visit](const boost::system::error_code& error, std::size_t bytes) {
                           visit->patience.cancel();
                           if (error || !door->handler) return;
                           const std::string question = visit->text.substr(0, bytes - 1);
                           door->handler(question,
                                         [visit](std::string text) { Visit::answer(visit, std::move(text)); });
                         });
}

void ControlSocket::Door::close() {
  handler = nullptr;
  boost::system::error_code ignored;
  acceptor.close(ignored);
  struct stat status{};
  if (::stat(place.c_str(), &status) == 0 && status.st_ino == file) ::unlink(place.c_str());
}

std::expected<std::unique_ptr<ControlSocket>, ControlFault> ControlSocket::listen(Loop& loop,
                                                                                  const std::filesystem::path& path,
                                                                                  Handler handler) {
  if (!fits(path)) return std::unexpected(too_long(path));
  if (is_answered(path)) {
    return std::unexpected(ControlFault{path, "another daemon with these settings", "no other that answers there",
                                        "stop it, or give this one settings of its own"});
  }
  auto door = std::make_shared<Door>(loop, std::move(handler));
  if (const int error = door->open(path); error != 0) {
    return std::unexpected(ControlFault{path, std::generic_category().message(error),
                                        "a folder in which this user may make a socket",
                                        "give this user access to it"});
  }
  door->welcome();
  return std::unique_ptr<ControlSocket>(new ControlSocket(std::move(door)));
}

ControlSocket::ControlSocket(std::shared_ptr<Door> door) : door_(std::move(door)) {}
ControlSocket::~ControlSocket() { door_->close(); }

}  // namespace tradewatch::runtime
