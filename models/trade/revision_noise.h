// How much a published figure may still be revised: learned from the vintages that a source has already put out.
//
// The revision of a figure is r = ln(newest vintage / vintage in force earlier). What matters is its size from here on,
// so it is learned by the figure's age: months from the end of its period to the moment at which it was in force. Age
// holds both how late the figure first came and how long it has stood since: a figure that has stood through two yearly
// corrections has little left to come, whenever it was first printed.
//
// For each class of age the evidence is one pair a figure: the value in force when it entered the class (or when it
// came, if it came inside it), against its newest value, when the source has published for a year or more after that
// moment; offices correct once a year. Figures that never changed count as well: they are in the share. Then
//
//   variance left at an age  =  share revised x (q90 of |r| among the revised / 1.645)^2,
//
// the 90 % point and not the largest, since a tenth of all revisions may be slips of the unit, and not the median,
// since revisions have far heavier tails than a normal (US Census, vintages of March 2023 and October 2024: the median
// says a sd of 0.0075 for figures under a year old, and a quarter of them changed by more than twice that). With k of n
// revised the share is (k + 1/2) / (n + 1), so that a class without a revision still has a little. Under 20 revisions
// in a class its size is taken from all classes. Variances are made not to grow with age (pool adjacent violators,
// weighted by figures); a class without figures is like the next younger one.
//
// A source with fewer than 20 revisions has the stated default, the same at every age.
//
// Left out: withdrawn figures and what stood before a withdrawal, zeros, figures whose published date nobody stated.
// A rounding counts as no revision.

#pragma once

#include <array>
#include <span>
#include <string>
#include <vector>

#include "models/trade/figure.h"

namespace tradewatch::trade {

inline constexpr double kDefaultRevisionSd = 0.02;  // of ln(later vintage / this one)
inline constexpr int kMinRevisions = 20;            // of one source, before anything is learned from them
inline constexpr int kMonthsToSettle = 12;          // that a source must have published after the moment looked at

// Ages in months at which a class begins; the last one has no end.
inline constexpr std::array kAgeClassFrom = {0, 3, 6, 12, 18, 24, 36, 60};

struct AgeClass {
  int from_months = 0;
  int figures = 0;  // that were looked at
  int revised = 0;  // of them
  double sd_left = 0.0;

  bool operator==(const AgeClass&) const = default;
};

struct RevisionNoise {
  std::string source;          // empty: nothing is known of the source
  Date newest{};               // the source's newest published date; ages of its figures count to it
  int revisions = 0;           // changed vintages that were seen, whether or not they suffice
  std::vector<AgeClass> ages;  // one for each of kAgeClassFrom, or empty: the default stands
  double default_sd = kDefaultRevisionSd;

  bool operator==(const RevisionNoise&) const = default;
  [[nodiscard]] bool learned() const { return !ages.empty(); }

  // sd of ln(final / this) for a figure of that age.
  [[nodiscard]] double sd_left(int age_months) const;

  // sd of ln(vintage at the later age / vintage at the earlier one), revisions being independent from class to class:
  // the root of the difference of what is left. By default a whole default_sd, since nothing is known of when it comes.
  [[nodiscard]] double sd_between(int age_months, int later_age_months) const;
};

// Whole months from the end of `span` to `date`, at least 0.
[[nodiscard]] int age_months(const MonthSpan& span, Date date);

// Every vintage of a source, in any order; of figures of any flow.
[[nodiscard]] RevisionNoise learn_revision_noise(std::string source, std::span<const KeptFigure> vintages);

}  // namespace tradewatch::trade
