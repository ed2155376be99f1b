#include "service/cli/later_pages.h"

#include <fmt/format.h>

#include <algorithm>
#include <thread>

#include "models/alerts/track_record.h"
#include "service/cli/moment.h"
#include "service/cli/target_card.h"
#include "service/cli/zone.h"
#include "service/report/explain.h"
#include "service/report/reliability_chart_of.h"
#include "service/watch/ended_targets.h"
#include "service/watch/threads.h"
#include "service/web/chart_forms.h"
#include "service/web/labels.h"
#include "service/web/language_choice.h"
#include "service/web/pages.h"
#include "service/web/routes.h"
#include "service/wording/numbers.h"

namespace tradewatch::cli {
namespace {

using web::label;
using web::LaterPage;
using web::Response;

web::Frame frame_of(const web::LaterRequest& asked) {
  web::Frame frame;
  frame.language = asked.language;
  frame.language_asked = asked.language_asked;
  frame.path = asked.path;
  return frame;
}

Response page(const web::LaterRequest& asked, std::string body, int status = 200) {
  Response response{
      .status = status, .content_type = "text/html; charset=utf-8", .headers = {}, .body = std::move(body)};
  web::tell_language(response, asked.language);
  return response;
}

Response text(std::string body) {
  return {.status = 200, .content_type = "text/plain; charset=utf-8", .headers = {}, .body = std::move(body)};
}

// What was asked cannot be understood; on a page for people, as a problem for programs.
Response refused(const web::LaterRequest& asked, const MomentFault& fault) {
  std::string field = fault.field;
  std::ranges::replace(field, '-', '_');
  const std::string words = fmt::format("{}: found \"{}\", expected {}.", field, fault.found, fault.expected);
  if (!asked.form.empty()) return web::problem(400, words);
  return page(asked, web::message_page(label("past_bad", asked.language), words, frame_of(asked)), 400);
}

std::string moment_words(const web::LaterRequest& asked, const storage::AsOf& moment) {
  if (moment.published) {
    return label("past_published", asked.language, {{"date", wording::date_name(*moment.published, asked.language)}});
  }
  return label("past_taken", asked.language, {{"moment", asked.as_of}});
}

std::string query_of(const web::LaterRequest& asked) {
  std::string query;
  if (!asked.as_of.empty()) query = "as_of=" + web::segment(asked.as_of);
  if (!asked.as_published.empty())
    query += (query.empty() ? "" : "&") + ("as_published=" + web::segment(asked.as_published));
  return query;
}

// Makes one answer with a store of its own.
class Maker {
 public:
  Maker(const web::LaterRequest& asked, const settings::Settings& settings, const KnownNow& known, KnownPast& past,
        StoreGuard& guard, trade::Instant now)
      : asked_(asked),
        settings_(settings),
        known_(known),
        past_(past),
        guard_(guard),
        now_(now),
        frame_(frame_of(asked)) {}

  Response make() {
    if (is_of_a_target() && target() == nullptr) return web::page_not_found(frame_);
    const auto zone = zone_of(settings_);
    if (!zone) return web::problem(503, zone.error().message);
    const auto moment = read_moment(asked_.as_of, asked_.as_published, *zone);
    if (!moment) return refused(asked_, moment.error());
    moment_ = *moment;
    frame_.place = known_.place;
    if (is_past()) frame_.past = web::PastMoment{moment_words(asked_, moment_), query_of(asked_)};
    auto store = storage::Store::open(settings_.store.url, storage::OpenMode::read_only, {.quick_check = false});
    if (!store) return web::problem(503, guard_.met(store.error()));
    store_.emplace(*std::move(store));
    const auto made = answered(zone->day_of(now_));
    return made ? *made : web::problem(503, guard_.met(made.error()));
  }

 private:
  using Made = std::expected<Response, storage::StoreFault>;

  [[nodiscard]] bool is_of_a_target() const {
    return asked_.page != LaterPage::overview && asked_.page != LaterPage::record;
  }

  [[nodiscard]] bool is_past() const { return moment_.sequence || moment_.taken || moment_.published; }

  [[nodiscard]] const targets::Target* target() const {
    const auto found = std::ranges::find(settings_.targets, asked_.id, &targets::Target::id);
    return found == settings_.targets.end() ? nullptr : &*found;
  }

  std::expected<web::TargetPage, storage::StoreFault> past_page(const targets::Target& each) {
    const auto assessment = past_.assessments.of(*store_, each, moment_, run_);
    if (!assessment) return std::unexpected(assessment.error());
    Background background;
    auto revised = revised_spans(*store_, each, moment_);
    if (!revised) return std::unexpected(revised.error());
    background.revised = std::move(*revised);
    return make_page(**assessment, background, asked_.language);
  }

  Made answered(trade::Date today) {
    switch (asked_.page) {
      case LaterPage::overview:
        return overview();
      case LaterPage::explanation:
        return explanation();
      case LaterPage::history:
        return history(today);
      case LaterPage::record:
        return record();
      case LaterPage::target:
      case LaterPage::chart:
      case LaterPage::mirror:
        break;
    }
    return of_a_moment();
  }

  Made of_a_moment() {
    std::optional<web::TargetPage> past;
    if (is_past() || !known_.page) {
      auto made = past_page(*target());
      if (!made) return std::unexpected(made.error());
      past = std::move(*made);
    }
    const web::TargetPage& shown = past ? *past : *known_.page;
    if (asked_.page == LaterPage::chart) return web::chart_response(shown.chart, asked_.form);
    if (asked_.page == LaterPage::mirror)
      return shown.mirror ? web::chart_response(*shown.mirror, asked_.form) : web::no_mirror();
    return page(asked_, web::target_page(shown, frame_));
  }

  Made overview() {
    if (settings_.targets.size() > kMaxTargetsOfThePast) {
      std::vector<std::pair<std::string, std::string>> links;
      for (const targets::Target& each : settings_.targets) {
        links.emplace_back(web::in_past("/targets/" + web::segment(each.id), frame_), each.title);
      }
      return page(asked_, web::message_page(label("past_title", asked_.language),
                                            label("past_too_many", asked_.language), frame_, links));
    }
    std::vector<web::SharedPage> pages;
    for (const targets::Target& each : settings_.targets) {
      auto made = past_page(each);
      if (!made) return std::unexpected(made.error());
      pages.push_back(std::make_shared<const web::TargetPage>(std::move(*made)));
    }
    return page(asked_, web::overview_page(web::by_urgency(std::move(pages)), frame_));
  }

  Made explanation() {
    if (!is_past() && known_.assessment) return text(report::explain_text(*known_.assessment));
    const auto assessment = past_.assessments.of(*store_, *target(), moment_, run_);
    if (!assessment) return std::unexpected(assessment.error());
    return text(report::explain_text(**assessment));
  }

  Made history(trade::Date today) {
    const auto shown = past_.histories.page_of(*store_, *target(), run_, today, asked_.language);
    if (!shown) return std::unexpected(shown.error());
    if (!asked_.form.empty()) {
      return web::chart_response(shown->chart, asked_.form, asked_.narrow ? web::kNarrowSteps : web::kWideSteps);
    }
    web::Frame now = frame_;
    now.past.reset();
    return page(asked_, web::history_page(*shown, now));
  }

  Made record() {
    const auto ended = watch::ended_targets(*store_);
    if (!ended) return std::unexpected(ended.error());
    return web::chart_response(report::reliability_chart(alerts::track_record(*ended), asked_.language), asked_.form);
  }

  const web::LaterRequest& asked_;
  const settings::Settings& settings_;
  const KnownNow& known_;
  KnownPast& past_;
  StoreGuard& guard_;
  const trade::Instant now_;
  const targets::Runner run_ = watch::side_by_side(std::thread::hardware_concurrency());
  storage::AsOf moment_;
  web::Frame frame_;
  std::optional<storage::Store> store_;
};

}  // namespace

Response later_answer(const web::LaterRequest& asked, const settings::Settings& settings, const KnownNow& known,
                      KnownPast& past, StoreGuard& guard, trade::Instant now) {
  return Maker(asked, settings, known, past, guard, now).make();
}

LaterPages::LaterPages(runtime::Loop& loop, const runtime::Clock& clock, StoreGuard& guard)
    : loop_(loop), clock_(clock), guard_(guard), thread_(loop, 1, kMaxLaterPages) {}

void LaterPages::answer(const web::LaterRequest& asked, std::shared_ptr<const settings::Settings> settings,
                        KnownNow known, web::Reply reply) {
  const bool begun = thread_.submit(
      [this, asked, settings = std::move(settings), known = std::move(known)] {
        return later_answer(asked, *settings, known, past_, guard_, clock_.now());
      },
      reply);
  if (begun) return;
  Response busy =
      page(asked, web::message_page(label("busy", asked.language), label("busy_text", asked.language), frame_of(asked)),
           503);
  busy.headers.emplace_back("Retry-After", "5");
  loop_.post([reply = std::move(reply), busy = std::move(busy)] { reply(busy); });
}

void LaterPages::drain() {
  thread_.forget_waiting();
  thread_.drain();
}

}  // namespace tradewatch::cli
