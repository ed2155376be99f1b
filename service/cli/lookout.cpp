#include "service/cli/lookout.h"

#include <spdlog/spdlog.h>

#include <utility>

#include "service/cli/store_guard.h"

namespace tradewatch::cli {
namespace {

using namespace std::chrono_literals;

constexpr auto kListenFor = 30s;       // at once
constexpr auto kRestAfterNews = 50ms;  // so that a thousand writes of others are a few looks
constexpr auto kRestWhenDeaf = 2s;     // between tries to reach the server

struct Look {
  storage::Position position;
  News news;
};

std::expected<Look, storage::StoreFault> look_at(storage::Store& store, const std::optional<storage::Position>& seen) {
  const auto position = store.position();
  if (!position) return std::unexpected(position.error());
  Look look{*position, {position->document, {}, false}};
  if (!seen || *position == *seen) return look;
  auto moved = store.moved_since(*seen);
  if (!moved) return std::unexpected(moved.error());
  look.news.moved = std::move(*moved);
  look.news.notices = position->notice > seen->notice;
  return look;
}

}  // namespace

Lookout::Lookout(runtime::Loop& loop, runtime::WorkerPool& store_thread, storage::Store& store, Told news)
    : loop_(loop), store_thread_(store_thread), store_(store), news_(std::move(news)) {}

Lookout::~Lookout() { drain(); }

bool Lookout::look() {
  if (stopped_) return true;
  if (looking_) {
    again_ = true;
    return true;
  }
  looking_ = store_thread_.submit(
      [this, seen = seen_] { return look_at(store_, seen); },
      [this](const std::expected<Look, storage::StoreFault>& look) {
        looking_ = false;
        if (look) seen_ = look->position;
        news_(look ? std::expected<News, storage::StoreFault>(look->news) : std::unexpected(look.error()));
        if (std::exchange(again_, false)) this->look();
      });
  return looking_;
}

void Lookout::listen(const std::string& store_url) {
  if (!storage::may_be_shared(store_url) || wake_ups_) return;
  wake_ups_ = std::make_unique<storage::WakeUps>(store_url);
  listening_ = std::make_unique<runtime::WorkerPool>(loop_, 1);
  wait_for_others();
}

void Lookout::wait_for_others() {
  if (stopped_) return;
  static_cast<void>(
      listening_->submit([this] { return wake_ups_->wait(kListenFor); }, [this](const auto& worth) { heard(worth); }));
}

void Lookout::heard(const std::expected<bool, storage::StoreFault>& worth) {
  if (stopped_) return;
  if (!worth && !std::exchange(deaf_, true)) spdlog::warn("{}", words_of(worth.error()));
  if (worth && std::exchange(deaf_, false)) spdlog::info("what others write is heard of again");
  if (!worth) return loop_.after(kRestWhenDeaf, [this] { wait_for_others(); });
  if (!*worth) return wait_for_others();
  look();
  loop_.after(kRestAfterNews, [this] { wait_for_others(); });
}

void Lookout::stop() {
  stopped_ = true;
  if (wake_ups_) wake_ups_->interrupt();
}

void Lookout::drain() {
  stop();
  if (listening_) listening_->drain();
}

}  // namespace tradewatch::cli
