#include "models/targets/verdict.h"

#include <array>

namespace tradewatch::targets {
namespace {

constexpr std::array kVerdicts = {Verdict::achieved,  Verdict::on_track, Verdict::at_risk,
                                  Verdict::off_track, Verdict::missed,   Verdict::unknown};

}  // namespace

std::string_view name_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::achieved:
      return "achieved";
    case Verdict::on_track:
      return "on_track";
    case Verdict::at_risk:
      return "at_risk";
    case Verdict::off_track:
      return "off_track";
    case Verdict::missed:
      return "missed";
    case Verdict::unknown:
      return "unknown";
  }
  return {};
}

std::optional<Verdict> parse_verdict(std::string_view text) {
  for (const Verdict v : kVerdicts) {
    if (name_of(v) == text) return v;
  }
  return std::nullopt;
}

int urgency(Verdict verdict) {
  switch (verdict) {
    case Verdict::missed:
      return 0;
    case Verdict::off_track:
      return 1;
    case Verdict::at_risk:
      return 2;
    case Verdict::unknown:
      return 3;
    case Verdict::on_track:
      return 4;
    case Verdict::achieved:
      return 5;
  }
  return 6;
}

Verdict verdict_of(double probability) {
  if (probability >= kOnTrackFrom) return Verdict::on_track;
  return probability >= kAtRiskFrom ? Verdict::at_risk : Verdict::off_track;
}

Likelihood likelihood_of(double probability) {
  if (probability > 0.99) return Likelihood::virtually_certain;
  if (probability >= 0.90) return Likelihood::very_likely;
  if (probability >= 0.66) return Likelihood::likely;
  if (probability >= 0.33) return Likelihood::about_as_likely_as_not;
  if (probability >= 0.10) return Likelihood::unlikely;
  if (probability >= 0.01) return Likelihood::very_unlikely;
  return Likelihood::exceptionally_unlikely;
}

std::string_view name_of(Likelihood likelihood) {
  switch (likelihood) {
    case Likelihood::virtually_certain:
      return "virtually certain";
    case Likelihood::very_likely:
      return "very likely";
    case Likelihood::likely:
      return "likely";
    case Likelihood::about_as_likely_as_not:
      return "about as likely as not";
    case Likelihood::unlikely:
      return "unlikely";
    case Likelihood::very_unlikely:
      return "very unlikely";
    case Likelihood::exceptionally_unlikely:
      return "exceptionally unlikely";
  }
  return {};
}

}  // namespace tradewatch::targets
