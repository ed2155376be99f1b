#include "service/report/figure_numbers.h"

#include <algorithm>

#include "service/wording/numbers.h"

namespace tradewatch::report {

FigureNumbers::FigureNumbers(const targets::Assessment& a) {
  int count = 0;
  for (const auto& component : a.used) {
    own_.push_back(count);
    count += static_cast<int>(component.size());
  }
  for (const auto& component : a.mirror_used) {
    partner_.push_back(count);
    count += static_cast<int>(component.size());
  }
}

std::string FigureNumbers::name(Side side, std::size_t component, int figure) const {
  const int before = side == Side::own ? own_[component] : partner_[component];
  return "F" + std::to_string(before + figure + 1);
}

std::string FigureNumbers::sum(Side side, std::size_t component, std::span<const trade::Term> terms) const {
  std::string out;
  // What is added comes first: a sum that begins with a minus is hard to read.
  std::vector<trade::Term> ordered(terms.begin(), terms.end());
  std::ranges::stable_partition(ordered, [](const trade::Term& term) { return term.sign > 0; });
  for (const trade::Term& term : ordered) {
    if (out.empty()) {
      out = term.sign < 0 ? "-" : "";
    } else {
      out += term.sign < 0 ? " - " : " + ";
    }
    out += name(side, component, term.figure);
  }
  return out;
}

std::string exact(double usd) {
  std::string text = wording::decimal(usd / 1e6, 6);
  while (text.ends_with('0')) text.pop_back();
  if (text.ends_with('.')) text.pop_back();
  return text + " million";
}

}  // namespace tradewatch::report
