// The values of a reason by name, already in words of one language.

#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "models/targets/reason.h"
#include "service/wording/message.h"

namespace tradewatch::wording {

class ReasonValues {
 public:
  ReasonValues(const targets::Reason& reason, Language language) : reason_(reason), language_(language) {}

  // `message` in the language of the values.
  [[nodiscard]] std::string say(const Message& message, Values values = {}) const {
    return wording::say(language_, message, values);
  }
  [[nodiscard]] std::string say(const PluralMessage& message, int count, Values values = {}) const {
    return wording::say(language_, message, count, values);
  }

  [[nodiscard]] double number(std::string_view name) const;     // NaN, printed as "unknown", when it is not there
  [[nodiscard]] int count(std::string_view name) const;         // 0 when it is not there; at most a million
  [[nodiscard]] std::string text(std::string_view name) const;  // "unknown" when it is not there
  [[nodiscard]] std::string usd(std::string_view name) const;
  [[nodiscard]] std::string usd_size(std::string_view name) const;  // without its sign
  [[nodiscard]] std::string chance(std::string_view name) const;
  [[nodiscard]] std::string range(std::string_view name, std::string_view low, std::string_view high) const;
  [[nodiscard]] std::string share(std::string_view name) const;
  [[nodiscard]] std::string times(std::string_view name) const;
  [[nodiscard]] std::string whole(std::string_view name) const;
  [[nodiscard]] std::string points(std::string_view name) const;  // a share as percentage points, whole
  [[nodiscard]] std::string two_decimals(std::string_view name) const;
  [[nodiscard]] std::string date(std::string_view name) const;
  [[nodiscard]] std::string period(std::string_view name) const;  // "2025-10" or a span, as its name
  [[nodiscard]] std::string months(std::string_view from, std::string_view to) const;

 private:
  [[nodiscard]] const targets::ReasonValue* find(std::string_view name) const;

  const targets::Reason& reason_;
  Language language_;
};

}  // namespace tradewatch::wording
