// queue: words about alerts -> notices to receivers, one for each receiver and kind, or why there is none.
//
// The words of one target and moment that go to one receiver are one message. What a silence keeps back is written down
// with the silence; what was kept back is told once nothing does any more, if it is still what the receiver does not
// know. See models/alerts/notice_policy.h. The body of a notice is made here and never again.

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "service/settings/settings.h"
#include "service/storage/records.h"
#include "service/wording/sentences.h"

namespace tradewatch::watch {

// One alert that there is something to say of; `row` is as it stands now.
struct Word {
  storage::AlertRow row;
  wording::AlertChange change;
};

// The moment and its causes, as bodies tell them.
struct Moment {
  trade::Instant now{};
  std::int64_t sequence = 0;
  std::vector<storage::Vintage> caused_by = {};  // the figures that came with this release
  std::optional<wording::VerdictRevision> revised = {};
};

// The id of a notice that says `text`: 32 hexadecimal digits, the same for each try.
[[nodiscard]] std::string notice_id(std::string_view text);

class Notices {
 public:
  // `book` is as it was read; what is told here is known from then on.
  Notices(const targets::Assessment& assessment, const storage::AlertBook& book,
          std::span<const settings::Receiver> receivers, Moment moment);

  // Words about changes of state.
  void tell(std::span<const Word> words);

  // What silences kept back until now, and reminders of what still stands.
  void catch_up(std::span<const storage::AlertRow> rows);

  // Notices, what is known and what happened, added to `write`.
  void finish(storage::AlertWrite& write) &&;

 private:
  struct Outgoing {
    const Word* word = nullptr;
    alerts::NoticeKind kind = alerts::NoticeKind::firing;
  };
  // What the receiver knows of the alert; null where nothing was ever told or kept back.
  const storage::Told* find_told(const std::string& alert_id, const std::string& receiver) const;
  storage::Told& told(const std::string& alert_id, const std::string& receiver);
  const storage::Silence* silence_of(const storage::AlertRow& row, const settings::Receiver& receiver) const;
  void send(const settings::Receiver& receiver, std::span<const Outgoing> outgoing);
  void queue(const settings::Receiver& receiver, std::span<const Outgoing> outgoing, alerts::NoticeKind kind);
  void note(const Word& word, std::string kind, const settings::Receiver& receiver, std::string text,
            std::string reference, std::string author = {});

  const targets::Assessment& assessment_;
  const storage::AlertBook& book_;
  std::span<const settings::Receiver> receivers_;
  Moment moment_;
  std::vector<storage::Told> known_;  // of the book, as this moment leaves it
  std::vector<std::size_t> changed_;  // of these
  std::vector<storage::NoticeRow> notices_;
  std::vector<storage::AlertEvent> events_;
};

}  // namespace tradewatch::watch
