// Published sums as edges between month boundaries; see series.h for the idea.
//
// A forest is grown edge by edge, newest first, so every total inside a connected part has one value, made of the
// newest figures. Sums that close a cycle add nothing; they are reported when they differ.

#pragma once

#include <span>
#include <vector>

#include "models/trade/series.h"

namespace tradewatch::trade {

struct SumGraph {
  std::vector<Piece> all_pieces;  // finest determined spans of every connected part; parts may overlap in time
  std::vector<Piece> pieces;      // the same made disjoint: newer parts first, then finer; sorted by time
  std::vector<SetAside> set_aside;
};

// `use` indexes the figures that take part; each of them has a value.
[[nodiscard]] SumGraph solve_sums(std::span<const KeptFigure> figures, const std::vector<int>& use);

}  // namespace tradewatch::trade
