#include "service/cli/pulls_shown.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>

namespace tradewatch::cli {
namespace {

std::string seconds_of(trade::Instant instant) {
  return trade::format_instant(instant).substr(0, std::string_view("2026-11-27T09:00:00").size()) + "Z";
}

std::string moment(const std::optional<trade::Instant>& instant) { return instant ? seconds_of(*instant) : "never"; }

}  // namespace

std::string pull_lines(const std::vector<settings::Pull>& pulls, const std::vector<storage::PullRow>& rows) {
  std::string lines;
  for (const settings::Pull& pull : pulls) {
    const auto row = std::ranges::find(rows, pull.name, &storage::PullRow::name);
    if (row == rows.end()) {
      lines += fmt::format("pull {}: not asked yet\n", pull.name);
      continue;
    }
    lines += fmt::format("pull {}: last success {}, last new figure {}, last error {}", pull.name, moment(row->success),
                         moment(row->new_figure), moment(row->error));
    if (row->error) lines += fmt::format(" ({})", row->error_text);
    if (row->failures > 0)
      lines += fmt::format("; failed {} time{} in a row", row->failures, row->failures == 1 ? "" : "s");
    if (!row->note.empty()) lines += "; " + row->note;
    lines += fmt::format("; next {}\n", seconds_of(row->next_due));
  }
  return lines;
}

boost::json::array pulls_json(const std::vector<storage::PullRow>& rows) {
  boost::json::array list;
  for (const storage::PullRow& row : rows) {
    boost::json::object o{{"name", row.name},         {"url", row.url},
                          {"outcome", row.outcome},   {"tried", trade::format_instant(row.tried)},
                          {"failures", row.failures}, {"next", trade::format_instant(row.next_due)}};
    if (row.success) o["last_success"] = trade::format_instant(*row.success);
    if (row.new_figure) o["last_new_figure"] = trade::format_instant(*row.new_figure);
    if (row.error) o["last_error"] = trade::format_instant(*row.error);
    if (row.error) o["last_error_text"] = row.error_text;
    if (!row.note.empty()) o["note"] = row.note;
    list.push_back(std::move(o));
  }
  return list;
}

}  // namespace tradewatch::cli
