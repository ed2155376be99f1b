// Figures of an assessment numbered F1 to Fn: components in the target's order, then the partner's side.

#pragma once

#include <span>
#include <string>
#include <vector>

#include "models/targets/assessment.h"

namespace tradewatch::report {

enum class Side { own, partner };

class FigureNumbers {
 public:
  explicit FigureNumbers(const targets::Assessment& assessment);

  [[nodiscard]] std::string name(Side side, std::size_t component, int figure) const;  // "F7"
  // "F7 - F12"
  [[nodiscard]] std::string sum(Side side, std::size_t component, std::span<const trade::Term> terms) const;

 private:
  std::vector<int> own_;  // number before the first figure of each component
  std::vector<int> partner_;
};

// In millions of US dollars, to the dollar: "9.96 million".
[[nodiscard]] std::string exact(double usd);

}  // namespace tradewatch::report
