#include "service/intake/house_pieces.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <cstring>
#include <exception>
#include <iterator>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>

#include "service/intake/csv_rows.h"
#include "service/intake/encoding.h"
#include "service/intake/house_row.h"
#include "service/intake/large_pages.h"
#include "service/intake/limits.h"

namespace tradewatch::intake {
namespace {

constexpr std::size_t kPieceBytes = std::size_t{64} << 10;
constexpr std::size_t kAhead = 8;  // pieces that wait to be put behind the others: bounds the memory

struct Marks {
  std::size_t quotation = 0;
  std::size_t line_ends = 0;
};

// Eight bytes at a time: the high bit of each that is the mark, which needs no carry beyond its own byte; their sum
// comes to stand in the highest byte.
void count(std::string_view text, Marks& marks) {
  constexpr std::uint64_t kOnes = 0x0101010101010101ULL;
  constexpr std::uint64_t kLow = kOnes * 0x7F;
  const auto number_of = [](std::uint64_t word, char mark) {
    const std::uint64_t other = word ^ (kOnes * static_cast<unsigned char>(mark));  // 0 where it is the mark
    return static_cast<std::size_t>(((~(((other & kLow) + kLow) | other | kLow) >> 7U) * kOnes) >> 56U);
  };
  for (std::uint64_t word = 0; !text.empty(); text.remove_prefix(std::min(text.size(), sizeof word))) {
    if (text.size() < sizeof word) word = 0;
    std::memcpy(&word, text.data(), std::min(text.size(), sizeof word));
    marks.quotation += number_of(word, '"');
    marks.line_ends += number_of(word, '\n');
  }
}

struct Cut {
  std::vector<std::string_view> pieces;
  std::size_t lines = 1;
};

// Whole rows, about kPieceBytes each: an even number of quotation marks stands before a line end that ends a row. Where
// a mark stands alone, as in a comment, a row may be cut; but then the piece before the cut ends inside quotation
// marks, which is a fault, and all is read one row after another.
Cut cut(std::string_view rows) {
  Cut found;
  while (!rows.empty()) {
    std::size_t bytes = 0;
    Marks marks;
    do {
      const std::size_t line_end = rows.find('\n', std::min(std::max(kPieceBytes, bytes), rows.size()));
      const std::size_t upto = line_end == std::string_view::npos ? rows.size() : line_end + 1;
      count(rows.substr(bytes, upto - bytes), marks);
      bytes = upto;
    } while (marks.quotation % 2 != 0 && bytes < rows.size());
    found.pieces.push_back(rows.substr(0, bytes));
    found.lines += marks.line_ends;
    rows.remove_prefix(bytes);
  }
  return found;
}

// So many figures, on large pages.
std::vector<trade::Figure> room_for(std::size_t figures) {
  std::vector<trade::Figure> room;
  room.reserve(std::min(figures, kMaxRows));
  ask_for_large_pages(room.data(), room.capacity() * sizeof(trade::Figure));
  return room;
}

class HousePieces {
 public:
  HousePieces(Cut rows, const HouseHeader& header, const ReadOptions& options)
      : header_(header),
        options_(options),
        texts_(std::move(rows.pieces)),
        pieces_(texts_.size()),
        figures_(room_for(rows.lines)) {}

  std::optional<std::vector<trade::Figure>> read(int line, unsigned threads) {
    const std::size_t most = std::min<std::size_t>(std::max(threads, 1U), texts_.size());
    std::vector<std::jthread> helpers;
    for (std::size_t i = 1; i < most && begin_helper(helpers, i, most);) ++i;
    const Ending ending{*this};  // before the helpers, however this ends
    if (!put_together(line)) return std::nullopt;
    return std::move(figures_);
  }

 private:
  struct Ending {
    HousePieces& pieces;
    ~Ending() {
      pieces.tell([this] { pieces.over_ = true; });
    }
  };
  // Each thread's own. What it learned of one piece serves the next.
  struct Reader {
    Reader(const HouseHeader& header, const ReadOptions& options) : row(header, options, faults) {}
    FaultList faults;
    HouseRow row;
  };
  struct Piece {
    std::atomic<bool> taken{false};  // somebody reads it
    bool is_read = false;            // guarded by mutex_; what follows is its reader's until then
    bool good = false;
    int lines = 0;
    std::vector<trade::Figure> figures;
  };

  template <typename Change>
  void tell(Change change) {
    {
      const std::lock_guard lock(mutex_);
      change();
    }
    changed_.notify_all();
  }

  // Appends the figures of piece k, whose lines begin with `line`, and counts its lines. False at a fault.
  bool read_piece(std::size_t k, Reader& reader, int line, std::vector<trade::Figure>& into, int& lines) const {
    if (texts_[k].starts_with(kByteOrderMark)) return false;  // at the start of a document alone it means nothing
    CsvRows rows(texts_[k], ',', line);
    for (CsvRows::Step step = rows.next(); step != CsvRows::Step::end; step = rows.next()) {
      if (step == CsvRows::Step::fault) return false;
      if (!reader.row.read(rows.cells(), rows.line(), into.emplace_back())) return false;
    }
    lines = rows.next_line() - line;
    return true;
  }

  // Turns of `of`, and one more piece in nine where there is but one helper: the caller has to put pieces together too.
  static bool is_for_helper(std::size_t k, std::size_t first, std::size_t of) {
    return of == 2 ? k % 9 % 2 == 1 || k % 9 == 8 : k % of == first;
  }

  // False when the system gives no more threads; then the caller reads what is left.
  bool begin_helper(std::vector<std::jthread>& helpers, std::size_t first, std::size_t of) {
    try {
      helpers.emplace_back([this, first, of] { help(first, of); });
    } catch (const std::system_error&) {
      return false;
    }
    return true;
  }

  // Its share of the pieces, and never far ahead of those that are put together. False at the first that is not good.
  bool help(std::size_t first, std::size_t of) noexcept try {
    Reader reader(header_, options_);
    for (std::size_t k = first; k < pieces_.size(); ++k) {
      if (!is_for_helper(k, first, of)) continue;
      {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return over_ || k <= front_ + kAhead; });
        if (over_) return true;
      }
      Piece& piece = pieces_[k];
      if (piece.taken.exchange(true)) continue;
      std::vector<trade::Figure> figures = spare();
      int lines = 0;
      const bool good = try_piece(k, reader, figures, lines);
      tell([&] {
        piece.is_read = true;
        piece.good = good;
        piece.lines = lines;
        piece.figures = std::move(figures);
      });
      if (!good) return false;
    }
    return true;
  } catch (const std::exception&) {
    return false;
  }

  // Whatever fails here fails for the caller too, who reads one row after another then.
  bool try_piece(std::size_t k, Reader& reader, std::vector<trade::Figure>& into, int& lines) const noexcept try {
    return read_piece(k, reader, 1, into, lines);
  } catch (const std::exception&) {
    return false;
  }

  void wait_for(const Piece& piece) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return piece.is_read; });
  }

  // Room that was used before, where there is any.
  std::vector<trade::Figure> spare() {
    const std::lock_guard lock(mutex_);
    if (spares_.empty()) return {};
    std::vector<trade::Figure> room = std::move(spares_.back());
    spares_.pop_back();
    return room;
  }

  void give_back(std::vector<trade::Figure> room) {
    room.clear();
    const std::lock_guard lock(mutex_);
    spares_.push_back(std::move(room));
  }

  // In their order. A piece that nobody has begun is read at once to where it belongs.
  bool put_together(int line) {
    Reader reader(header_, options_);
    for (std::size_t k = 0; k < pieces_.size(); ++k) {
      tell([&] { front_ = k; });
      Piece& piece = pieces_[k];
      if (!piece.taken.exchange(true)) {
        if (!read_piece(k, reader, line, figures_, piece.lines)) return false;
      } else {
        wait_for(piece);
        if (!piece.good) return false;
        for (trade::Figure& figure : piece.figures) figure.line += line - 1;
        figures_.insert(figures_.end(), std::move_iterator(piece.figures.begin()),
                        std::move_iterator(piece.figures.end()));
        give_back(std::move(piece.figures));
      }
      line += piece.lines;
      if (figures_.size() > kMaxRows) return false;
    }
    return true;
  }

  const HouseHeader& header_;
  const ReadOptions& options_;
  std::vector<std::string_view> texts_;
  std::vector<Piece> pieces_;
  std::vector<trade::Figure> figures_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::size_t front_ = 0;                           // guarded by mutex_: the piece that is put behind the others now
  bool over_ = false;                               // guarded by mutex_
  std::vector<std::vector<trade::Figure>> spares_;  // guarded by mutex_
};

}  // namespace

std::vector<trade::Figure> room_for_rows(std::string_view rows) {
  Marks marks;
  count(rows, marks);
  return room_for(marks.line_ends + 1);
}

std::optional<std::vector<trade::Figure>> read_in_pieces(std::string_view rows, int line, const HouseHeader& header,
                                                         const ReadOptions& options, unsigned threads) {
  if (threads < 2 || rows.size() < kLeastPiecedBytes) return std::nullopt;
  return HousePieces(cut(rows), header, options).read(line, threads);
}

}  // namespace tradewatch::intake
