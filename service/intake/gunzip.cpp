#include "service/intake/gunzip.h"

#include <algorithm>
#include <limits>
#include <new>

#include "service/intake/limits.h"

namespace tradewatch::intake {

bool is_gzip(std::string_view bytes) { return bytes.starts_with("\x1F\x8B"); }

Gunzip::Gunzip(std::string_view packed) : rest_(packed) {
  constexpr int kGzipOnly = 15 + 16;  // the largest window, with a gzip header
  if (inflateInit2(&stream_, kGzipOnly) != Z_OK) throw std::bad_alloc();
}

Gunzip::~Gunzip() { inflateEnd(&stream_); }

// zlib counts in 32 bits, so large inputs go in by parts.
void Gunzip::feed() {
  const std::size_t part = std::min<std::size_t>(rest_.size(), std::numeric_limits<uInt>::max() / 2);
  stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(rest_.data()));
  stream_.avail_in = static_cast<uInt>(part);
}

std::size_t Gunzip::read(char* into, std::size_t room) {
  if (ended_ || room == 0) return 0;
  room = std::min<std::size_t>(room, std::numeric_limits<uInt>::max() / 2);
  stream_.next_out = reinterpret_cast<Bytef*>(into);
  stream_.avail_out = static_cast<uInt>(room);
  while (stream_.avail_out > 0) {
    feed();
    const uInt before = stream_.avail_in;
    const uInt room_before = stream_.avail_out;
    const int result = inflate(&stream_, Z_NO_FLUSH);
    rest_.remove_prefix(before - stream_.avail_in);
    const bool member_done = result == Z_STREAM_END;
    if (member_done && is_gzip(rest_) && inflateReset(&stream_) == Z_OK) continue;
    if (member_done) {
      ended_ = true;
      break;
    }
    const bool stuck = before == stream_.avail_in && room_before == stream_.avail_out;
    if ((result != Z_OK && result != Z_BUF_ERROR) || stuck) {
      ended_ = true;
      damage_ = rest_.empty() ? "the gzip file is cut off"
                              : std::string("the gzip data are damaged") +
                                    (stream_.msg != nullptr ? std::string(": ") + stream_.msg : std::string());
      break;
    }
  }
  return room - stream_.avail_out;
}

std::expected<std::string, std::string> gunzip(std::string_view packed, std::size_t limit) {
  constexpr std::size_t kMostPerByte = 1032;  // what deflate can make of a byte
  Gunzip stream(packed);
  std::string out;
  // Growing by halves would hold the text twice; memory that is asked for and not touched costs nothing.
  out.reserve(std::min(limit / kMostPerByte < packed.size() ? limit : packed.size() * kMostPerByte, limit) +
              2 * kPieceBytes);
  for (;;) {
    const std::size_t size = out.size();
    out.resize(size + kPieceBytes);
    const std::size_t got = stream.read(out.data() + size, kPieceBytes);
    out.resize(size + got);
    if (out.size() > limit) return std::unexpected("more than " + std::to_string(limit) + " bytes when unpacked");
    if (!stream.damage().empty()) return std::unexpected(stream.damage());
    if (got == 0) return out;
  }
}

}  // namespace tradewatch::intake
