#include "models/trade/revision.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace tradewatch::trade {
namespace {

// Half of the last decimal that a figure was printed with, in US dollars.
double half_step_usd(const Figure& figure) {
  const auto dot = figure.value_text.find('.');
  const auto decimals = dot == std::string::npos ? 0 : static_cast<int>(figure.value_text.size() - dot - 1);
  double printed = 0.0;
  std::from_chars(figure.value_text.data(), figure.value_text.data() + figure.value_text.size(), printed);
  const double unit_usd = printed != 0.0 && figure.value_usd ? *figure.value_usd / printed : 1.0;
  return 0.5 * std::pow(10.0, -decimals) * unit_usd;
}

bool rounds_to(const Figure& a, const Figure& b) {
  const double coarser = std::max(half_step_usd(a), half_step_usd(b));
  return std::abs(*a.value_usd - *b.value_usd) <= coarser * (1.0 + 1e-9);
}

}  // namespace

std::string_view name_of(Change change) {
  switch (change) {
    case Change::first:
      return "first";
    case Change::duplicate:
      return "duplicate";
    case Change::rounding:
      return "rounding";
    case Change::revision:
      return "revision";
    case Change::withdrawal:
      return "withdrawal";
  }
  return {};
}

Change classify(const Figure* in_force, const Figure& offered) {
  if (offered.status == Status::withdrawn) {
    if (in_force == nullptr) return Change::withdrawal;
    return in_force->status == Status::withdrawn ? Change::duplicate : Change::withdrawal;
  }
  if (in_force == nullptr) return Change::first;
  if (!in_force->value_usd) return Change::revision;
  const bool same_status = in_force->status == offered.status;
  if (*in_force->value_usd == *offered.value_usd) return same_status ? Change::duplicate : Change::revision;
  return same_status && rounds_to(*in_force, offered) ? Change::rounding : Change::revision;
}

}  // namespace tradewatch::trade
