// Reasons, assessments and alerts as sentences in the language that is asked for: the only place of the program that
// makes prose.
//
// Every code of a reason that models/ makes has its sentence here. A code without one is printed as it stands, with
// its values, so that nothing is ever left unsaid.

#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "models/alerts/lifecycle.h"
#include "models/alerts/notice_policy.h"
#include "models/alerts/rule.h"
#include "models/targets/assessment.h"
#include "models/trade/series.h"
#include "service/wording/language.h"

namespace tradewatch::wording {

[[nodiscard]] std::string sentence(const targets::Reason& reason, Language language);

// Whether the code has a sentence of its own.
[[nodiscard]] bool has_sentence(std::string_view code);

// "on track", "off track", "cannot be judged".
[[nodiscard]] std::string verdict_words(targets::Verdict verdict, Language language);
// "off track (provisional)" where revisions may still turn it.
[[nodiscard]] std::string verdict_words(targets::Verdict verdict, bool provisional, Language language);
// "very unlikely": the seven terms of models/targets/verdict.h.
[[nodiscard]] std::string likelihood_words(targets::Likelihood likelihood, Language language);
// Of the term's English name, as an assessment's JSON has it; a name that is not known stands as it is.
[[nodiscard]] std::string likelihood_words(std::string_view name, Language language);
// "waiting for the next release", "standing", ...
[[nodiscard]] std::string state_words(alerts::State state, Language language);
// What the rule watches: "target off track", "target almost out of reach", "figures overdue".
[[nodiscard]] std::string rule_words(alerts::Rule rule, Language language);
// That these alerts lag behind the newest figures, and until when; empty without a rule.
[[nodiscard]] std::string uncounted_sentence(std::span<const alerts::Rule> rules, Language language);
// "warning"; a severity that is not known stands as it is.
[[nodiscard]] std::string severity_words(std::string_view severity, Language language);

// One plain sentence, the verdict in words first, with the probability and its range.
[[nodiscard]] std::string headline(const targets::Assessment& assessment, Language language);

// What a reader should know, most important first: why it cannot be judged, where it stands, what it would take, the
// forecast, what moved it, the readings, the partner's side, what is uncertain. One paragraph each; what is not known
// has none.
enum class Topic { not_judged, standing, required, forecast, news, readings, partner, uncertain };
struct Paragraph {
  Topic topic = Topic::standing;
  std::string text;
};
[[nodiscard]] std::vector<Paragraph> paragraphs_by_topic(const targets::Assessment& assessment, Language language);
// The texts alone.
[[nodiscard]] std::vector<std::string> paragraphs(const targets::Assessment& assessment, Language language);

// Where the twelve months stand against the path, and what it would take; empty when it is not known.
[[nodiscard]] std::string standing_sentence(const targets::Assessment& assessment, Language language);
[[nodiscard]] std::string required_sentence(const targets::Assessment& assessment, Language language);

// One of the choices behind the forecast: "with the model local_linear_trend alone".
[[nodiscard]] std::string variation_name(const targets::Variation& variation, Language language);

// What moved the forecast since the release before, in one sentence; empty without news, and where no forecast is told.
[[nodiscard]] std::string news_sentence(const targets::Assessment& assessment, Language language);

// Which lines of `news` moved it most, one or two; empty where none did.
[[nodiscard]] std::string largest_news_sentence(const targets::News& news, Language language);
// One line of news: "the revision of sbp PAK export KAZ 2025-11".
[[nodiscard]] std::string news_line_words(const targets::NewsLine& line, Language language);

// One reading beside the others: "kazakh-figures (the headline): off track, under 1 % to reach ...".
[[nodiscard]] std::string reading_line(const targets::ReadingSummary& reading, Language language);
// All of them in one paragraph; empty where there is one only.
[[nodiscard]] std::string readings_sentence(const targets::Assessment& assessment, Language language);

// One alert of those that a notice is about.
struct AlertChange {
  alerts::Rule rule = alerts::Rule::off_track;
  alerts::State from = alerts::State::inactive;  // equal where nothing changed: a reminder
  alerts::State to = alerts::State::firing;
  targets::Reason reason;
};

// A revision turned the verdict; `figure` names the first of the figures.
struct VerdictRevision {
  targets::Verdict before = targets::Verdict::unknown;
  std::string figure;
};

// A few sentences for a receiver: what happened, where it stands, what it would take, and what made it so. `changes`
// are one or more.
[[nodiscard]] std::string notice_text(const targets::Assessment& assessment, alerts::NoticeKind kind,
                                      std::span<const AlertChange> changes,
                                      const std::optional<VerdictRevision>& revised, Language language);

// Why a figure takes no part, in English: for `explain`. `figures` are those that `set_aside` indexes.
[[nodiscard]] std::string set_aside_sentence(const trade::SetAside& set_aside,
                                             std::span<const trade::KeptFigure> figures);

}  // namespace tradewatch::wording
