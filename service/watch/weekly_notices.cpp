#include "service/watch/weekly_notices.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>

#include "service/report/fan_chart_of.h"
#include "service/watch/notices.h"
#include "service/wording/week_words.h"

namespace tradewatch::watch {
namespace {

namespace json = boost::json;
using storage::StoreFault;

constexpr std::string_view kKind = "report";

report::WeeklySnapshot of_targets(const report::WeeklySnapshot& whole, const std::vector<std::string>& ids) {
  report::WeeklySnapshot part{whole.week,  whole.monday, whole.sunday, whole.zone,
                              whole.begin, whole.end,    whole.over,   {}};
  std::ranges::copy_if(whole.targets, std::back_inserter(part.targets), [&](const report::TargetWeek& week) {
    return std::ranges::find(ids, week.assessment.target.id) != ids.end();
  });
  return part;
}

std::int64_t newest_sequence(const report::WeeklySnapshot& snapshot) {
  std::int64_t newest = 0;
  for (const report::TargetWeek& week : snapshot.targets) newest = std::max(newest, week.assessment.sequence);
  return newest;
}

storage::NoticeRow notice_of(const report::WeeklySnapshot& snapshot, const settings::Receiver& receiver,
                             trade::Instant now) {
  const wording::Language language = wording::language_or_english(receiver.language);
  storage::NoticeRow row{weekly_notice_id(snapshot.week, receiver), "", "", std::string(kKind), receiver.name, "", now};
  json::object body;
  body["id"] = row.id;
  body["kind"] = kKind;
  body["target"] = "";
  body["title"] = wording::week_title(snapshot.week, language);
  body["severity"] = settings::name_of(settings::Severity::info);
  body["at"] = trade::format_instant(now);
  body["sequence"] = newest_sequence(snapshot);
  body["week"] = trade::format_iso_week(snapshot.week);
  body["language"] = wording::name_of(language);
  body["text"] = report::weekly_text(snapshot, language);
  if (settings::shows_charts(receiver.type)) {
    body["html"] = report::weekly_html(snapshot, language, report::Pictures::one_mail);
    body["file"] = report::weekly_html(snapshot, language, report::Pictures::drawn);
    body["file_name"] = fmt::format("tradewatch-{}.html", trade::format_iso_week(snapshot.week));
    if (!snapshot.targets.empty())
      row.chart_svg = charts::svg(report::fan_chart(snapshot.targets.front().assessment, language));
  } else {
    body["report"] = report::weekly_json(snapshot, language);
  }
  body["alerts"] = json::array();
  body["figures"] = json::array();
  row.body = json::serialize(body);
  return row;
}

std::expected<std::vector<const settings::Receiver*>, StoreFault> untold(storage::Store& store,
                                                                         const settings::Settings& settings,
                                                                         trade::IsoWeek week) {
  std::vector<const settings::Receiver*> out;
  for (const settings::Receiver& receiver : settings.receivers) {
    if (!receiver.reports) continue;
    const auto known = store.knows_notice(weekly_notice_id(week, receiver));
    if (!known) return std::unexpected(known.error());
    if (!*known) out.push_back(&receiver);
  }
  return out;
}

}  // namespace

std::string weekly_notice_id(trade::IsoWeek week, const settings::Receiver& receiver) {
  const std::string text = std::string(kKind) + "|" + trade::format_iso_week(week) + "|" + receiver.name;
  return notice_id(text);
}

std::optional<storage::NoticeRow> weekly_notice(const report::WeeklySnapshot& snapshot,
                                                const settings::Receiver& receiver, trade::Instant now) {
  if (receiver.targets.empty()) return notice_of(snapshot, receiver, now);
  const report::WeeklySnapshot part = of_targets(snapshot, receiver.targets);
  return part.targets.empty() ? std::nullopt : std::optional(notice_of(part, receiver, now));
}

std::expected<int, StoreFault> queue_weekly(storage::Store& store, const settings::Settings& settings,
                                            trade::IsoWeek week, const runtime::TimeZone& zone, trade::Instant now,
                                            const growth::PanelPrior& prior, const targets::Runner& run,
                                            const std::stop_token& stop) {
  const auto receivers = untold(store, settings, week);
  if (!receivers) return std::unexpected(receivers.error());
  if (receivers->empty()) return 0;
  const auto first = store.first_taken();
  if (!first) return std::unexpected(first.error());
  if (!*first || **first > bounds_of(week, zone, now).end) return 0;
  const auto snapshot = weekly_snapshot(store, settings, week, zone, now, prior, run, stop);
  if (!snapshot) return std::unexpected(snapshot.error());
  storage::AlertWrite write;
  for (const settings::Receiver* receiver : *receivers) {
    if (auto notice = weekly_notice(*snapshot, *receiver, now)) write.notices.push_back(std::move(*notice));
  }
  if (write.empty()) return 0;
  const auto written = store.write_alerts(write);
  if (!written) return std::unexpected(written.error());
  return static_cast<int>(write.notices.size());
}

}  // namespace tradewatch::watch
