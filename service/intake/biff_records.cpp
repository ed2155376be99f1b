#include "service/intake/biff_records.h"

#include <iconv.h>

#include <utility>

#include "models/trade/letters.h"
#include "service/intake/little_endian.h"
#include "service/intake/utf16.h"

namespace tradewatch::intake {
namespace {

constexpr std::size_t kHeadBytes = 4;  // type and count

// What the code page does not know becomes U+FFFD.
std::string from_code_page(std::string bytes, unsigned code_page) {
  constexpr unsigned kMacintosh = 10000;
  constexpr unsigned kMacintoshOld = 32768;
  constexpr unsigned kLatinOld = 32769;
  std::string name = "CP" + std::to_string(code_page);
  if (code_page == kMacintosh || code_page == kMacintoshOld) name = "MACINTOSH";
  if (code_page == kLatinOld) name = "CP1252";
  iconv_t converter = iconv_open("UTF-8", name.c_str());
  // NOLINTNEXTLINE(performance-no-int-to-ptr): iconv_open(3) says "failed" with (iconv_t)-1
  if (converter == reinterpret_cast<iconv_t>(-1)) converter = iconv_open("UTF-8", "CP1252");
  constexpr std::size_t kMostBytesOfOne = 4;
  std::string out(bytes.size() * kMostBytesOfOne, '\0');
  std::string text;
  char* in = bytes.data();
  std::size_t left = bytes.size();
  while (left > 0) {
    char* into = out.data();
    std::size_t room = out.size();
    const bool whole = iconv(converter, &in, &left, &into, &room) != static_cast<std::size_t>(-1);
    text.append(out.data(), out.size() - room);
    if (whole || left == 0) break;
    trade::append_utf8(text, 0xFFFD);
    ++in;
    --left;
  }
  iconv_close(converter);
  return text;
}

}  // namespace

Fault damaged_xls(std::string why) {
  return {0, 0, "", "a damaged .xls workbook: " + std::move(why), "a whole .xls workbook", "fetch it again", ""};
}

std::expected<bool, Fault> BiffRecords::next() {
  record_.pieces.clear();
  while (at_ <= stream_.size() && stream_.size() - at_ >= kHeadBytes) {
    const auto type = static_cast<Biff>(u16_at(stream_, at_));
    if (!record_.pieces.empty() && type != Biff::continuation) return true;
    const std::size_t bytes = u16_at(stream_, at_ + 2);
    if (stream_.size() - at_ - kHeadBytes < bytes) return std::unexpected(damaged_xls("a record is cut off"));
    if (record_.pieces.empty()) record_.type = type;
    record_.pieces.push_back(stream_.substr(at_ + kHeadBytes, bytes));
    at_ += kHeadBytes + bytes;
  }
  return !record_.pieces.empty();
}

BiffCursor::BiffCursor(const BiffRecord& record, std::size_t skip_bytes) : record_(record) { skip(skip_bytes); }

std::uint8_t BiffCursor::u8() {
  while (at_end_of_piece()) {
    if (piece_ + 1 == record_.pieces.size()) {
      broken_ = true;
      return 0;
    }
    ++piece_;
    at_ = 0;
  }
  return static_cast<std::uint8_t>(record_.pieces[piece_][at_++]);
}

std::uint16_t BiffCursor::u16() {
  const unsigned low = u8();
  return static_cast<std::uint16_t>(low | static_cast<unsigned>(u8()) << 8U);
}

std::uint32_t BiffCursor::u32() {
  const std::uint32_t low = u16();
  return low | static_cast<std::uint32_t>(u16()) << 16U;
}

void BiffCursor::skip(std::size_t bytes) {
  while (bytes > record_.pieces[piece_].size() - at_) {
    bytes -= record_.pieces[piece_].size() - at_;
    at_ = record_.pieces[piece_].size();
    if (piece_ + 1 == record_.pieces.size()) {
      broken_ = true;
      return;
    }
    ++piece_;
    at_ = 0;
  }
  at_ += bytes;
}

std::string BiffCursor::text(const BiffEncoding& encoding, int length_bytes) {
  const std::size_t length = length_bytes == 1 ? u8() : u16();
  if (encoding.unicode) return unicode_text(length);
  std::string bytes;
  for (std::size_t i = 0; i < length && !broken_; ++i) bytes += static_cast<char>(u8());
  return broken_ ? std::string() : from_code_page(std::move(bytes), encoding.code_page);
}

std::string BiffCursor::unicode_text(std::size_t length) {
  constexpr unsigned kWide = 1;
  constexpr unsigned kPhonetic = 4;
  constexpr unsigned kRich = 8;
  constexpr std::size_t kRunBytes = 4;
  const unsigned flags = u8();
  const std::size_t run_bytes = (flags & kRich) != 0 ? kRunBytes * u16() : 0;
  const std::size_t phonetic_bytes = (flags & kPhonetic) != 0 ? u32() : 0;
  bool wide = (flags & kWide) != 0;
  std::u16string units;
  for (std::size_t i = 0; i < length && !broken_; ++i) {
    if (at_end_of_piece()) wide = (u8() & kWide) != 0;
    units += wide ? static_cast<char16_t>(u16()) : static_cast<char16_t>(u8());
  }
  if (run_bytes + phonetic_bytes > 0) skip(run_bytes + phonetic_bytes);
  return broken_ ? std::string() : utf8_of(units);
}

}  // namespace tradewatch::intake
