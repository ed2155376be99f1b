// What happened to an alert beside its own changes, and terms that a page needs in its reader's language: models,
// methods of progress, moments.

#pragma once

#include <string>
#include <string_view>

#include "models/growth/forecast.h"
#include "models/trade/date.h"
#include "service/wording/language.h"

namespace tradewatch::wording {

// As the store keeps it, by its codes; what a kind does not have is empty.
struct AlertHappening {
  std::string kind;  // acknowledged, reminded, withheld, told_late, silenced, unsilenced, confirmed
  std::string receiver;
  std::string by;
  std::string note;       // of a notice that was kept back: its kind
  std::string reference;  // the silence; until when somebody acknowledged
};

// "notice kept back"; an unknown kind by its code.
[[nodiscard]] std::string happening_words(std::string_view kind, Language language);
// "The notice (alert) to ministry was kept back by silence 3 of A. Khan."
[[nodiscard]] std::string happening_sentence(const AlertHappening& happening, Language language);
// "standing -> resolved", by codes of states.
[[nodiscard]] std::string state_change_words(const std::string& from, const std::string& to, Language language);

// "growth fitted to sums of months (span_growth)".
[[nodiscard]] std::string model_words(growth::MemberModel model, Language language);
// "Eurostat", "United Nations"; another method by its code.
[[nodiscard]] std::string method_words(std::string_view method, Language language);
// How a method judges progress; another category as it stands.
[[nodiscard]] std::string category_words(std::string_view category, Language language);

// "27 November 2026, 17:43 UTC".
[[nodiscard]] std::string moment_name(trade::Instant moment, Language language);

}  // namespace tradewatch::wording
