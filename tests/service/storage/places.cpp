#include "tests/service/storage/places.h"

#include <fmt/format.h>
#include <pwd.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <charconv>
#include <cstdlib>
#include <memory>

namespace tradewatch::storage {
namespace {

const std::string kPrograms = "/usr/lib/postgresql/15/bin/";

void run(const std::string& command) {
  if (std::system(command.c_str()) != 0) throw std::runtime_error("failed: " + command);
}

// The server refuses to run as root, so root starts it as the user postgres. It is told to end when this program does.
std::string as_server_user() {
  const std::string end_with_us = "setpriv --pdeathsig QUIT ";
  return geteuid() == 0 ? end_with_us + "--reuid postgres --regid postgres --clear-groups " : end_with_us;
}

class Server {
 public:
  Server() {
    const std::string path = folder_.path().string();
    if (geteuid() == 0) {
      const passwd* user = getpwnam("postgres");
      if (user == nullptr || chown(path.c_str(), user->pw_uid, user->pw_gid) != 0) {
        throw std::runtime_error("there is no user postgres to run the server as");
      }
    }
    run(as_server_user() + kPrograms + "initdb -D " + path +
        "/data -U postgres -A trust -N -E UTF8 --locale=C.UTF-8 >" + path + "/initdb.log 2>&1");
    // No power is cut here, and a new database for each test is a hundred files to sync.
    const std::string serve = "exec " + as_server_user() + kPrograms + "postgres -D " + path + "/data -k " + path +
                              " -h '' -c max_connections=20 -c shared_buffers=16MB -c fsync=off >" + path +
                              "/server.log 2>&1";
    pid_ = fork();
    if (pid_ == 0) {
      execl("/bin/sh", "sh", "-c", serve.c_str(), nullptr);
      _exit(127);
    }
    const std::string ready = kPrograms + "pg_isready -q -h " + path;
    while (std::system(ready.c_str()) != 0) {
      if (waitpid(pid_, nullptr, WNOHANG) != 0) throw std::runtime_error("the PostgreSQL server ended");
    }
  }
  ~Server() {
    kill(pid_, SIGINT);  // ends sessions and stops cleanly
    waitpid(pid_, nullptr, 0);
  }
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  std::string new_database() {
    const std::string name = fmt::format("store_{}", ++databases_);
    const std::string path = folder_.path().string();
    run(kPrograms + "psql -q -h " + path + " -U postgres -d postgres -c 'CREATE DATABASE " + name + "'");
    return "postgresql:///" + name + "?host=" + path + "&user=postgres";
  }

 private:
  Folder folder_;
  pid_t pid_ = 0;
  int databases_ = 0;
};

}  // namespace

Folder::Folder() {
  std::string name = (std::filesystem::temp_directory_path() / "tradewatch-storage-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
  path_ = name;
}

Folder::~Folder() { std::filesystem::remove_all(path_); }

std::string new_postgresql_database() {
  static Server server;
  return server.new_database();
}

trade::Figure figure(std::string_view month, std::string_view text, std::string_view published, std::string_view unit) {
  trade::Figure f;
  f.key.source = "sbp";
  f.key.reporter = trade::Country("PAK");
  f.key.partner = trade::Country("KAZ");
  f.period = trade::parse_period(month).value();
  double printed = 0.0;
  std::from_chars(text.data(), text.data() + text.size(), printed);
  f.value_usd = printed * (unit == "USD million" ? 1e6 : unit == "USD thousand" ? 1e3 : 1.0);
  f.value_text = text;
  f.unit = unit;
  f.published = day(published);
  f.line = 2;
  return f;
}

RawDocument document(std::string_view name, std::string_view bytes) {
  RawDocument raw;
  raw.name = name;
  raw.bytes = bytes;
  raw.format = "house-csv";
  Sha256 sha;
  sha.add(bytes);
  raw.sha256 = sha.hex();
  return raw;
}

trade::Instant at(std::string_view instant) { return trade::parse_instant(instant).value(); }
trade::Date day(std::string_view date) { return trade::parse_date(date).value(); }

std::vector<std::string> names_of(const KeepReport& report) {
  std::vector<std::string> names;
  for (const StoredChange& change : report.changes) names.emplace_back(trade::name_of(change.change));
  return names;
}

StoreTest::StoreTest()
    : url_(GetParam() == "sqlite" ? "sqlite:" + (folder_.path() / "store.db").string() : new_postgresql_database()),
      store_(must(Store::open(url_, OpenMode::read_write))) {}

KeepReport StoreTest::keep(std::span<const trade::Figure> figures) {
  ++kept_;
  const auto now = at("2026-03-01T00:00:00Z") + std::chrono::minutes(kept_);
  const std::string name = fmt::format("figures-{}.csv", kept_);
  return must(store_.keep_document(document(name, "the bytes of " + name), figures, now));
}

}  // namespace tradewatch::storage
