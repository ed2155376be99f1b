#include "service/web/calendar.h"

#include <fmt/format.h>

#include "models/targets/assessment.h"
#include "service/report/weekly_page.h"
#include "service/web/name_uuid.h"
#include "service/web/pages.h"
#include "service/wording/known.h"
#include "service/wording/subscription_words.h"

namespace tradewatch::web {
namespace {

constexpr std::size_t kLineOctets = 75;

bool is_first_octet(char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }

std::string calendar_date(trade::Date date) {
  const std::chrono::year_month_day day(date);
  return fmt::format("{:04}{:02}{:02}", static_cast<int>(day.year()), static_cast<unsigned>(day.month()),
                     static_cast<unsigned>(day.day()));
}

// In UTC, to the second.
std::string calendar_moment(trade::Instant moment) {
  const auto day = std::chrono::floor<std::chrono::days>(moment);
  const std::chrono::hh_mm_ss time(std::chrono::floor<std::chrono::seconds>(moment - day));
  return fmt::format("{}T{:02}{:02}{:02}Z", calendar_date(trade::Date(day)), time.hours().count(),
                     time.minutes().count(), time.seconds().count());
}

std::string event(const targets::Assessment& a, const std::string& origin, wording::Language l) {
  const targets::FiguresDue& due = *a.due;
  const std::string& title = a.target.title.empty() ? a.target.id : a.target.title;
  const std::string waited_for =
      fmt::format("expected {} {} {}", a.target.id, due.component, trade::format_date(due.published));
  std::string out = folded("BEGIN:VEVENT");
  out += folded("UID:" + name_uuid(waited_for));
  out += folded("DTSTAMP:" + calendar_moment(*a.as_of));
  out += folded("DTSTART;VALUE=DATE:" + calendar_date(due.due));
  out += folded("DTEND;VALUE=DATE:" + calendar_date(due.due + std::chrono::days(1)));
  out += folded("SUMMARY:" + calendar_text(wording::expected_figures_title(report::due_series(a, l), l)));
  out += folded("DESCRIPTION:" + calendar_text(wording::expected_figures_text(title, due.published, due.learned, l)));
  if (!origin.empty()) out += folded("URL:" + origin + "/targets/" + segment(a.target.id));
  out += folded("TRANSP:TRANSPARENT");  // nobody is busy because of it
  return out + folded("END:VEVENT");
}

}  // namespace

std::string folded(std::string_view line) {
  std::string out;
  std::size_t room = kLineOctets;
  while (line.size() > room) {
    std::size_t cut = room;
    while (cut > 0 && !is_first_octet(line[cut])) --cut;
    if (cut == 0) cut = room;  // no UTF-8 at all
    out += std::string(line.substr(0, cut)) + "\r\n ";
    line.remove_prefix(cut);
    room = kLineOctets - 1;  // the space counts
  }
  return out + std::string(line) + "\r\n";
}

std::string calendar_text(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\n') {
      out += "\\n";
    } else if (c == '\\' || c == ';' || c == ',') {
      out += '\\';
      out += c;
    } else if (static_cast<unsigned char>(c) >= 0x20 && c != 0x7f) {
      out += c;
    }
  }
  return out;
}

std::string calendar_of(const std::vector<SharedAssessment>& newest, const std::string& origin, wording::Language l) {
  const std::string title = calendar_text(wording::calendar_title(l));
  std::string out = folded("BEGIN:VCALENDAR") + folded("VERSION:2.0") + folded("PRODID:-//tradewatch//tradewatch//EN") +
                    folded("METHOD:PUBLISH") + folded("NAME:" + title) + folded("X-WR-CALNAME:" + title) +
                    folded("REFRESH-INTERVAL;VALUE=DURATION:PT6H");
  for (const SharedAssessment& a : newest) {
    if (a->due && a->as_of && !wording::is_decided(a->verdict)) out += event(*a, origin, l);
  }
  return out + folded("END:VCALENDAR");
}

}  // namespace tradewatch::web
