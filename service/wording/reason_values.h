// The values of a reason by name, already in words.

#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "models/targets/reason.h"

namespace tradewatch::wording {

class ReasonValues {
 public:
  explicit ReasonValues(const targets::Reason& reason) : reason_(reason) {}

  [[nodiscard]] double number(std::string_view name) const;     // NaN, printed as "unknown", when it is not there
  [[nodiscard]] std::string text(std::string_view name) const;  // "unknown" when it is not there
  [[nodiscard]] std::string usd(std::string_view name) const;
  [[nodiscard]] std::string chance(std::string_view name) const;
  [[nodiscard]] std::string whole(std::string_view name) const;
  [[nodiscard]] std::string period(std::string_view name) const;  // "2025-10" or a span, as its name
  [[nodiscard]] std::string months(std::string_view from, std::string_view to) const;

 private:
  [[nodiscard]] const targets::ReasonValue* find(std::string_view name) const;

  const targets::Reason& reason_;
};

}  // namespace tradewatch::wording
