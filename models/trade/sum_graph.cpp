#include "models/trade/sum_graph.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <tuple>

namespace tradewatch::trade {
namespace {

// Differences below this share of the sums they come from are rounding of doubles, not statistics.
constexpr double kRelativeRounding = 1e-9;

struct Edge {
  int figure = 0;
  int from = 0;  // node of the first month
  int to = 0;    // node of the month after the last
};

// A spanning forest over month boundaries, rebuilt whenever a figure is set aside.
class Forest {
 public:
  Forest(std::span<const KeptFigure> figures, const std::vector<int>& use) : figures_(figures) {
    for (const int i : use) {
      const MonthSpan& span = period(i);
      index_.emplace(span.first.index(), 0);
      index_.emplace((span.last + 1).index(), 0);
    }
    for (auto& [month, node] : index_) {
      node = static_cast<int>(boundary_.size());
      boundary_.push_back(Month::from_index(month));
    }
    links_.resize(boundary_.size());
    std::vector<int> root(boundary_.size());
    for (std::size_t i = 0; i < root.size(); ++i) root[i] = static_cast<int>(i);
    const auto find = [&](int n) {
      while (root[static_cast<std::size_t>(n)] != n) n = root[static_cast<std::size_t>(n)];
      return n;
    };
    for (const int i : newest_first(use)) {
      const Edge edge{i, node_of(period(i).first), node_of(period(i).last + 1)};
      const int a = find(edge.from);
      const int b = find(edge.to);
      if (a == b) {
        closing_.push_back(edge);
        continue;
      }
      root[static_cast<std::size_t>(std::max(a, b))] = std::min(a, b);
      links_[static_cast<std::size_t>(edge.from)].push_back(edge);
      links_[static_cast<std::size_t>(edge.to)].push_back(edge);
    }
    label_parts();
  }

  // Node pairs that follow each other in time inside one connected part.
  [[nodiscard]] std::vector<std::pair<int, int>> steps() const {
    std::map<int, int> last_of_part;
    std::vector<std::pair<int, int>> out;
    for (int n = 0; n < static_cast<int>(boundary_.size()); ++n) {
      const int part = part_[static_cast<std::size_t>(n)];
      if (const auto it = last_of_part.find(part); it != last_of_part.end()) out.emplace_back(it->second, n);
      last_of_part[part] = n;
    }
    return out;
  }

  // Signed figures whose sum is the total from boundary `a` to boundary `b`, which are connected.
  [[nodiscard]] std::vector<Term> path(int a, int b) const {
    std::vector<Term> up;
    std::vector<Term> down;
    while (a != b) {
      int& lower = depth(a) >= depth(b) ? a : b;
      const Edge& edge = above_[static_cast<std::size_t>(lower)];
      const int parent = edge.from == lower ? edge.to : edge.from;
      // Walking from `lower` to its parent adds the edge when it leads forward in time.
      const int sign = edge.from == lower ? 1 : -1;
      if (&lower == &a) {
        up.push_back({edge.figure, sign});
      } else {
        down.push_back({edge.figure, -sign});
      }
      lower = parent;
    }
    up.insert(up.end(), down.rbegin(), down.rend());
    return up;
  }

  [[nodiscard]] double value(const std::vector<Term>& terms) const {
    double sum = 0.0;
    double scale = 0.0;
    for (const Term& t : terms) {
      sum += t.sign * usd(t.figure);
      scale = std::max(scale, usd(t.figure));
    }
    return std::abs(sum) <= kRelativeRounding * scale ? 0.0 : sum;
  }

  [[nodiscard]] const std::vector<Edge>& closing() const { return closing_; }
  [[nodiscard]] MonthSpan span(int a, int b) const {
    return {boundary_[static_cast<std::size_t>(a)], boundary_[static_cast<std::size_t>(b)] - 1};
  }
  [[nodiscard]] int part(int node) const { return part_[static_cast<std::size_t>(node)]; }
  [[nodiscard]] double usd(int figure) const { return *figures_[static_cast<std::size_t>(figure)].figure.value_usd; }
  [[nodiscard]] const MonthSpan& period(int figure) const {
    return figures_[static_cast<std::size_t>(figure)].figure.period;
  }
  [[nodiscard]] Date published(int figure) const { return figures_[static_cast<std::size_t>(figure)].figure.published; }

 private:
  [[nodiscard]] int node_of(Month m) const { return index_.at(m.index()); }
  [[nodiscard]] int depth(int node) const { return depth_[static_cast<std::size_t>(node)]; }

  [[nodiscard]] std::vector<int> newest_first(std::vector<int> use) const {
    std::ranges::stable_sort(use, [&](int a, int b) {
      const auto& x = figures_[static_cast<std::size_t>(a)];
      const auto& y = figures_[static_cast<std::size_t>(b)];
      return std::tuple(y.figure.published, y.sequence, x.figure.period.months(), x.figure.period) <
             std::tuple(x.figure.published, x.sequence, y.figure.period.months(), y.figure.period);
    });
    return use;
  }

  // Roots every part at its earliest boundary and notes the edge that leads up from each other node.
  void label_parts() {
    part_.assign(boundary_.size(), -1);
    depth_.assign(boundary_.size(), 0);
    above_.resize(boundary_.size());
    std::vector<int> stack;
    for (int root = 0; root < static_cast<int>(boundary_.size()); ++root) {
      if (part(root) >= 0) continue;
      part_[static_cast<std::size_t>(root)] = root;
      stack.push_back(root);
      while (!stack.empty()) {
        const int node = stack.back();
        stack.pop_back();
        for (const Edge& edge : links_[static_cast<std::size_t>(node)]) {
          const int next = edge.from == node ? edge.to : edge.from;
          if (part(next) >= 0) continue;
          part_[static_cast<std::size_t>(next)] = root;
          depth_[static_cast<std::size_t>(next)] = depth(node) + 1;
          above_[static_cast<std::size_t>(next)] = edge;
          stack.push_back(next);
        }
      }
    }
  }

  std::span<const KeptFigure> figures_;
  std::map<int, int> index_;  // month index -> node
  std::vector<Month> boundary_;
  std::vector<std::vector<Edge>> links_;
  std::vector<Edge> closing_;
  std::vector<int> part_;
  std::vector<int> depth_;
  std::vector<Edge> above_;
};

// The figure to set aside when `terms` add up to less than nothing: the older, or of one vintage the finer.
SetAside to_set_aside(const Forest& forest, const std::vector<Term>& terms, double value) {
  const auto weaker = [&](const Term& a, const Term& b) {
    return std::tuple(forest.published(a.figure), forest.period(a.figure).months(), forest.period(a.figure)) <
           std::tuple(forest.published(b.figure), forest.period(b.figure).months(), forest.period(b.figure));
  };
  const auto out = std::ranges::min_element(terms, weaker);
  const auto against = std::ranges::max_element(terms, weaker);
  return {out->figure, against->figure, SetAside::Why::negative_difference, -value};
}

// Pieces of newer parts come first, then finer ones; what overlaps an accepted piece is left out.
std::vector<Piece> disjoint(const Forest& forest, const std::vector<Piece>& all) {
  std::vector<Piece> ranked = all;
  const auto newest = [&](const Piece& p) {
    Date date = Date::min();
    for (const Term& t : p.terms) date = std::max(date, forest.published(t.figure));
    return date;
  };
  std::ranges::stable_sort(ranked, [&](const Piece& a, const Piece& b) {
    return std::tuple(newest(b), a.span.months(), a.span) < std::tuple(newest(a), b.span.months(), b.span);
  });
  std::map<int, int> taken;  // first month -> last month of accepted pieces
  std::vector<Piece> out;
  for (Piece& piece : ranked) {
    const auto after = taken.upper_bound(piece.span.last.index());
    if (after != taken.begin() && std::prev(after)->second >= piece.span.first.index()) continue;
    taken.emplace(piece.span.first.index(), piece.span.last.index());
    out.push_back(std::move(piece));
  }
  std::ranges::sort(out, {}, &Piece::span);
  return out;
}

}  // namespace

SumGraph solve_sums(std::span<const KeptFigure> figures, const std::vector<int>& use) {
  SumGraph graph;
  std::vector<int> left = use;
  for (;;) {
    const Forest forest(figures, left);
    graph.all_pieces.clear();
    std::optional<SetAside> out;
    for (const auto& [a, b] : forest.steps()) {
      std::vector<Term> terms = forest.path(a, b);
      const double value = forest.value(terms);
      if (value < 0.0) {
        out = to_set_aside(forest, terms, value);
        break;
      }
      graph.all_pieces.push_back({forest.span(a, b), value, std::move(terms)});
    }
    if (out) {
      graph.set_aside.push_back(*out);
      std::erase(left, out->figure);
      continue;
    }
    for (const Edge& edge : forest.closing()) {
      const std::vector<Term> terms = forest.path(edge.from, edge.to);
      const double difference = forest.usd(edge.figure) - forest.value(terms);
      if (std::abs(difference) <= kRelativeRounding * forest.usd(edge.figure)) continue;
      graph.set_aside.push_back(
          {edge.figure, terms.size() == 1 ? terms.front().figure : -1, SetAside::Why::redundant, difference});
    }
    graph.pieces = disjoint(forest, graph.all_pieces);
    return graph;
  }
}

}  // namespace tradewatch::trade
