// What changes, told to pages that are open: server-sent events (the HTML standard's text/event-stream).
//
//   event: assessment   {target, sequence?, verdict, probability?, verdict_changed}
//   event: alert        {target, alert, rule, from?, to}
//   event: reset        {}: what was missed is no longer kept, so look at everything again
//
// An id is the feed's name and a number. A listener that comes back with its last id gets what it missed, as long as
// that is kept; the feed of another start of the daemon has another name. Memory is bounded: events kept, listeners,
// and what may wait for one of them; a listener that does not take what waits is dropped and comes back by itself.
//
// All of it on the loop's thread.

#pragma once

#include <boost/json/object.hpp>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tradewatch::web {

inline constexpr std::string_view kEventsPath = "/api/v1/events";

struct Event {
  std::string type;
  boost::json::object data;
};

// What the change from one assessment of a target to the next is worth telling; `before` is null for the first.
[[nodiscard]] std::vector<Event> events_between(const boost::json::object* before, const boost::json::object& after);

struct EventLimits {
  std::size_t kept = 256;                 // events for listeners that come back
  std::size_t listeners = 32;             // half of the connections: readers need the others
  std::size_t pending_bytes = 64 * 1024;  // of one listener
};

// One listener.
class Subscription {
 public:
  // What is to be sent, as text/event-stream; empty when there is nothing new.
  [[nodiscard]] std::string take() { return std::exchange(pending_, {}); }
  // It fell too far behind, or the feed ended: nothing more will come.
  [[nodiscard]] bool is_over() const { return over_; }
  // Called when there is something to take, or it is over.
  void on_news(std::function<void()> wake) { wake_ = std::move(wake); }

 private:
  friend class EventFeed;
  std::string pending_;
  bool over_ = false;
  std::function<void()> wake_;
};

class EventFeed {
 public:
  // `name` tells this start of the daemon from others: letters and digits.
  explicit EventFeed(std::string name, EventLimits limits = {});

  void publish(const Event& event);

  // The id of the newest event: a page that holds it misses nothing from then on.
  [[nodiscard]] std::string cursor() const;

  // Null when there are as many as there may be. With a `last_id` what came after it waits already.
  [[nodiscard]] std::shared_ptr<Subscription> subscribe(std::string_view last_id);

  [[nodiscard]] std::size_t listeners() const;

 private:
  struct Kept {
    std::int64_t number;
    std::string frame;
  };
  [[nodiscard]] std::string missed_since(std::string_view last_id) const;
  void give(Subscription& to, const std::string& frame) const;

  std::string name_;
  EventLimits limits_;
  std::int64_t newest_ = 0;
  std::deque<Kept> kept_;
  std::vector<std::weak_ptr<Subscription>> subscriptions_;
};

}  // namespace tradewatch::web
