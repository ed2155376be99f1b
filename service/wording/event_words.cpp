#include "service/wording/event_words.h"

#include <fmt/format.h>

#include <chrono>

#include "models/alerts/lifecycle.h"
#include "service/wording/message.h"
#include "service/wording/notice_words.h"
#include "service/wording/numbers.h"
#include "service/wording/sentences.h"

namespace tradewatch::wording {
namespace {

std::string state_of(const std::string& name, Language l) {
  const auto state = alerts::parse_state(name);
  return state ? state_words(*state, l) : name;
}

std::string acknowledgement(const AlertHappening& h, Language l) {
  if (h.reference.empty()) return say(l, message("alert event", "{who}: {note}"), {{"who", h.by}, {"note", h.note}});
  return say(l, message("alert event", "{who}, until {until}: {note}"),
             {{"who", h.by}, {"until", h.reference}, {"note", h.note}});
}

}  // namespace

std::string happening_words(std::string_view kind, Language l) {
  if (kind == "acknowledged") return say(l, message("alert event", "acknowledged"));
  if (kind == "reminded") return say(l, message("alert event", "reminder"));
  if (kind == "withheld") return say(l, message("alert event", "notice kept back"));
  if (kind == "told_late") return say(l, message("alert event", "notice sent late"));
  if (kind == "silenced") return say(l, message("alert event", "silence begins"));
  if (kind == "unsilenced") return say(l, message("alert event", "silence ended"));
  if (kind == "confirmed") return say(l, message("alert event", "silence confirmed"));
  return std::string(kind);
}

std::string happening_sentence(const AlertHappening& h, Language l) {
  if (h.kind == "acknowledged") return acknowledgement(h, l);
  if (h.kind == "reminded")
    return say(l, message("alert event", "{receiver} is reminded."), {{"receiver", h.receiver}});
  if (h.kind == "withheld") {
    return say(
        l, message("alert event", "The notice ({kind}) to {receiver} was kept back by silence {silence} of {who}."),
        {{"kind", notice_kind_words(h.note, l)}, {"receiver", h.receiver}, {"silence", h.reference}, {"who", h.by}});
  }
  if (h.kind == "told_late") {
    return say(l,
               message("alert event", "The notice ({kind}) that silence {silence} had kept back goes to {receiver}."),
               {{"kind", notice_kind_words(h.note, l)}, {"silence", h.reference}, {"receiver", h.receiver}});
  }
  if (h.note.empty()) {
    return say(l, message("alert event", "Silence {silence}, {who}."), {{"silence", h.reference}, {"who", h.by}});
  }
  return say(l, message("alert event", "Silence {silence}, {who}: {note}"),
             {{"silence", h.reference}, {"who", h.by}, {"note", h.note}});
}

std::string state_change_words(const std::string& from, const std::string& to, Language l) {
  return say(l, message("alert event", "{before} -> {state}"),
             {{"before", state_of(from, l)}, {"state", state_of(to, l)}});
}

std::string model_words(growth::MemberModel model, Language l) {
  const Value code = {"code", std::string(growth::name_of(model))};
  switch (model) {
    case growth::MemberModel::span_growth:
      return say(l, message("a model", "growth fitted to sums of months ({code})"), {code});
    case growth::MemberModel::log_smoothing:
      return say(l, message("a model", "exponential smoothing of months ({code})"), {code});
    case growth::MemberModel::trailing_growth:
      return say(l, message("a model", "the last year with a year's usual growth ({code})"), {code});
  }
  return {};
}

std::string method_words(std::string_view method, Language l) {
  if (method == "eurostat") return say(l, message("a method", "Eurostat"));
  if (method == "un") return say(l, message("a method", "United Nations"));
  return std::string(method);
}

std::string category_words(std::string_view category, Language l) {
  if (category == "on track") return say(l, message("progress", "on track"));
  if (category == "moderate progress") return say(l, message("progress", "moderate progress"));
  if (category == "insufficient progress") return say(l, message("progress", "insufficient progress"));
  if (category == "moving away") return say(l, message("progress", "moving away"));
  if (category == "some progress") return say(l, message("progress", "some progress"));
  if (category == "no progress") return say(l, message("progress", "no progress"));
  if (category == "unable to assess") return say(l, message("progress", "unable to assess"));
  return std::string(category);
}

std::string moment_name(trade::Instant moment, Language l) {
  const auto day = std::chrono::floor<std::chrono::days>(moment);
  const std::chrono::hh_mm_ss time(std::chrono::floor<std::chrono::minutes>(moment - day));
  return say(l, message("moment", "{date}, {time} UTC"),
             {{"date", date_name(day, l)},
              {"time", fmt::format("{:02}:{:02}", time.hours().count(), time.minutes().count())}});
}

}  // namespace tradewatch::wording
