// How far a store is, and waking those who wait for it to move.

#include <map>

#include "service/storage/session.h"
#include "service/storage/wake_ups.h"

namespace tradewatch::storage {
namespace {

// The greatest number of each target after `since`, put where `place` points.
void read_moved(Store::Impl& impl, const std::string& sql, std::int64_t since, std::int64_t Position::* place,
                std::map<std::string, Position>& moved) {
  std::string target;
  std::int64_t number = 0;
  Query query(impl, sql);
  query.with(since).into(target).into(number);
  while (query.step()) moved[target].*place = number;
}

}  // namespace

Store::Result<Position> Store::position() {
  return attempt(*impl_, "see how far it is", [&] {
    const std::map<std::string, std::int64_t Position::*> places = {{"document", &Position::document},
                                                                    {"assessment", &Position::assessment},
                                                                    {"transition", &Position::transition},
                                                                    {"alert_event", &Position::event},
                                                                    {"notice", &Position::notice}};
    Position position;
    std::string name;
    std::int64_t value = 0;
    Query query(*impl_, "SELECT name, value FROM counter ORDER BY name");
    query.into(name).into(value);
    while (query.step()) {
      if (const auto place = places.find(name); place != places.end()) position.*(place->second) = value;
    }
    return position;
  });
}

Store::Result<std::vector<MovedTarget>> Store::moved_since(const Position& since) {
  return attempt(*impl_, "see what moved", [&] {
    const auto of = [](const char* table) {
      return std::string("SELECT target, max(number) FROM ") + table +
             " WHERE number > :since GROUP BY target ORDER BY target";
    };
    std::map<std::string, Position> moved;
    read_moved(*impl_, of("assessment"), since.assessment, &Position::assessment, moved);
    read_moved(*impl_, of("transition"), since.transition, &Position::transition, moved);
    read_moved(*impl_, of("alert_event"), since.event, &Position::event, moved);
    std::vector<MovedTarget> targets;
    for (const auto& [target, to] : moved) targets.push_back({target, to});
    return targets;
  });
}

void wake_others(Store::Impl& impl) {
  if (impl.dialect == Dialect::sqlite) return;
  std::string nothing;
  Query(impl, "SELECT CAST(pg_notify(:channel, '') AS text)").with(kWakeUpChannel).into(nothing).run();
}

}  // namespace tradewatch::storage
