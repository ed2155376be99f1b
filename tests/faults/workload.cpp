#include "tests/faults/workload.h"

#include <fmt/format.h>
#include <stdlib.h>

#include <charconv>
#include <stdexcept>
#include <string_view>

#include "service/storage/chain.h"

namespace tradewatch::faults {

Folder::Folder() {
  const std::filesystem::path memory = "/dev/shm";
  const auto place = std::filesystem::is_directory(memory) ? memory : std::filesystem::temp_directory_path();
  std::string name = (place / "tradewatch-faults-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no folder for the test");
  path_ = name;
}

Folder::~Folder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

void Folder::empty() const {
  for (const auto& entry : std::filesystem::directory_iterator(path_)) std::filesystem::remove_all(entry.path());
}

trade::Instant moment() { return trade::parse_instant("2026-03-01T09:00:00Z").value(); }

NumberedDocument::NumberedDocument(int number) {
  raw.name = fmt::format("d{}.csv", number);
  raw.bytes = fmt::format("the bytes of document {}\n", number) + std::string(1500, 'x');
  raw.format = "house-csv";
  storage::Sha256 sha;
  sha.add(raw.bytes);
  raw.sha256 = sha.hex();
  for (int i = 0; i < kFiguresOfADocument; ++i) {
    trade::Figure figure;
    figure.key.source = "sbp";
    figure.key.reporter = trade::Country("PAK");
    figure.key.partner = trade::Country("KAZ");
    figure.period.first = figure.period.last = trade::Month(2020, 1) + i;
    figure.value_text = std::to_string(number + 1);
    figure.value_usd = number + 1;
    figure.unit = "USD";
    figure.published = trade::parse_date("2023-01-01").value() + std::chrono::days(number);
    figure.line = i + 2;
    figures.push_back(std::move(figure));
  }
}

std::string notice_of(int number) { return fmt::format("notice-{}", number); }

storage::AssessmentWrite assessment(int number) {
  storage::AssessmentWrite write;
  write.assessment = {"t1", number, "digest", moment(), "{\"id\":\"t1\"}", "off_track", 0.02, std::nullopt};
  storage::AlertRow alert;
  alert.id = "a1";
  alert.target = "t1";
  alert.rule = "off_track";
  alert.state = number % 2 == 0 ? "firing" : "recovering";
  alert.severity = "warning";
  alert.since = alert.opened = moment();
  alert.reason_json = "{}";
  write.alerts.target = "t1";
  write.alerts.book = number - 1;
  write.alerts.states.push_back(alert);
  storage::TransitionRow transition;
  transition.alert_id = "a1";
  transition.target = "t1";
  transition.rule = "off_track";
  transition.from = number % 2 == 0 ? "recovering" : "firing";
  transition.to = alert.state;
  transition.at = moment();
  transition.sequence = number;
  transition.reason_json = "{}";
  write.alerts.transitions.push_back(transition);
  storage::NoticeRow notice;
  notice.id = notice_of(number);
  notice.target = "t1";
  notice.alert_id = "a1";
  notice.kind = "firing";
  notice.receiver = "file";
  notice.body = fmt::format("{{\"id\":\"{}\"}}", notice.id);
  notice.queued = moment();
  write.alerts.notices.push_back(notice);
  return write;
}

int asked(const char* variable, int otherwise) {
  const char* given = std::getenv(variable);
  if (given == nullptr) return otherwise;
  const std::string_view text(given);
  int number = otherwise;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

}  // namespace tradewatch::faults
