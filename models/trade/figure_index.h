// Which figures of one list are of the same identity, found by hash in about twelve bytes a figure.
//
// Most lists give each series in the order of its periods, so that no two figures are the same. That is seen in one
// pass over the list, which needs a place for each series alone, and then no figure is looked for.
//
// The list must outlive the index and must not change.

#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "models/trade/figure.h"

namespace tradewatch::trade {

class FigureIndex {
 public:
  enum class By { series, identity, identity_and_published };

  // At most 2^31 - 1 figures.
  FigureIndex(std::span<const Figure> figures, By by);

  // The place that figure `index` shares with all figures that are the same by `By`: the index of the one that was
  // put there, or -1, and then the caller writes one. Valid until the next call.
  [[nodiscard]] int& place_of(std::size_t index);

 private:
  struct Slot {
    std::uint32_t hash = 0;
    int figure = -1;
  };

  [[nodiscard]] std::uint32_t hash_of(const Figure& figure) const;
  [[nodiscard]] bool same(const Figure& a, const Figure& b) const;
  [[nodiscard]] bool follows(const Figure& figure, const Figure& earlier) const;
  [[nodiscard]] bool comes_in_order() const;

  std::span<const Figure> figures_;
  By by_;
  std::vector<Slot> slots_;  // half as many again as figures; the next free one is taken when one is in use
  bool all_differ_ = false;  // seen at once; then there are no slots
  int own_place_ = -1;       // of whatever figure is asked for, when all differ
};

}  // namespace tradewatch::trade
