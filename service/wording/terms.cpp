// The terms of the program, each listed once: verdicts, likelihoods, states, rules, severities, kinds of notices.

#include "service/wording/message.h"
#include "service/wording/notice_words.h"
#include "service/wording/sentences.h"

namespace tradewatch::wording {

using alerts::Rule;
using alerts::State;
using targets::Likelihood;
using targets::Verdict;

namespace {

Message term_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::achieved:
      return message("verdict", "achieved");
    case Verdict::on_track:
      return message("verdict", "on track");
    case Verdict::at_risk:
      return message("verdict", "at risk");
    case Verdict::off_track:
      return message("verdict", "off track");
    case Verdict::missed:
      return message("verdict", "missed");
    case Verdict::unknown:
      return message("verdict", "cannot be judged");
  }
  return {};
}

Message term_of(Likelihood likelihood) {
  switch (likelihood) {
    case Likelihood::virtually_certain:
      return message("likelihood", "virtually certain");
    case Likelihood::very_likely:
      return message("likelihood", "very likely");
    case Likelihood::likely:
      return message("likelihood", "likely");
    case Likelihood::about_as_likely_as_not:
      return message("likelihood", "about as likely as not");
    case Likelihood::unlikely:
      return message("likelihood", "unlikely");
    case Likelihood::very_unlikely:
      return message("likelihood", "very unlikely");
    case Likelihood::exceptionally_unlikely:
      return message("likelihood", "exceptionally unlikely");
  }
  return {};
}

Message term_of(State state) {
  switch (state) {
    case State::inactive:
      return message("alert state", "inactive");
    case State::pending:
      return message("alert state", "waiting for the next release");
    case State::firing:
      return message("alert state", "standing");
    case State::recovering:
      return message("alert state", "recovering");
    case State::resolved:
      return message("alert state", "resolved");
  }
  return {};
}

Message term_of(Rule rule) {
  switch (rule) {
    case Rule::off_track:
      return message("alert rule", "target off track");
    case Rule::critical:
      return message("alert rule", "target almost out of reach");
    case Rule::behind_path:
      return message("alert rule", "target behind its path");
    case Rule::stale:
      return message("alert rule", "figures overdue");
    case Rule::anomaly:
      return message("alert rule", "unexpected figure");
    case Rule::revision:
      return message("alert rule", "large revision");
    case Rule::mirror:
      return message("alert rule", "the two sides differ unusually");
    case Rule::achieved:
      return message("alert rule", "target achieved");
    case Rule::missed:
      return message("alert rule", "target missed");
  }
  return {};
}

}  // namespace

std::string verdict_words(Verdict verdict, Language language) { return say(language, term_of(verdict)); }

std::string verdict_words(Verdict verdict, bool provisional, Language language) {
  const std::string words = verdict_words(verdict, language);
  return provisional ? say(language, message("verdict", "{verdict} (provisional)"), {{"verdict", words}}) : words;
}

std::string likelihood_words(Likelihood likelihood, Language language) { return say(language, term_of(likelihood)); }

std::string likelihood_words(std::string_view name, Language language) {
  using enum Likelihood;
  for (const Likelihood each : {virtually_certain, very_likely, likely, about_as_likely_as_not, unlikely, very_unlikely,
                                exceptionally_unlikely}) {
    if (targets::name_of(each) == name) return likelihood_words(each, language);
  }
  return std::string(name);
}

std::string state_words(State state, Language language) { return say(language, term_of(state)); }

std::string rule_words(Rule rule, Language language) { return say(language, term_of(rule)); }

std::string severity_words(std::string_view severity, Language language) {
  if (severity == "critical") return say(language, message("severity", "critical"));
  if (severity == "warning") return say(language, message("severity", "warning"));
  if (severity == "info") return say(language, message("severity", "information"));
  return std::string(severity);
}

std::string notice_kind_words(std::string_view kind, Language language) {
  if (kind == "firing") return say(language, message("notice", "Alert"));
  if (kind == "reminder") return say(language, message("notice", "Reminder"));
  if (kind == "resolved") return say(language, message("notice", "Resolved"));
  if (kind == "test") return say(language, message("notice", "Test notice"));
  if (kind == "report") return say(language, message("notice", "Weekly report"));
  return std::string(kind);
}

std::string test_notice_text(Language language) {
  return say(
      language,
      message("notice", "This is a test notice of tradewatch. Nothing has happened; alerts will come this way."));
}

}  // namespace tradewatch::wording
