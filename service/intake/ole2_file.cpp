#include "service/intake/ole2_file.h"

#include <utility>

#include "service/intake/little_endian.h"
#include "service/intake/shown_text.h"

namespace tradewatch::intake {
namespace {

constexpr std::size_t kHeaderBytes = 512;
constexpr std::size_t kSmallSectorBytes = 64;
constexpr std::size_t kSmallStreamBytes = 4096;
constexpr std::size_t kEntryBytes = 128;
constexpr std::uint32_t kLastSector = 0xFFFFFFFA;  // larger numbers are marks: end of a chain, free, a table
constexpr std::uint32_t kNoEntry = 0xFFFFFFFF;

Fault damaged(std::string why) {
  return {0, 0, "", "a damaged OLE2 file: " + std::move(why), "a whole .xls workbook", "fetch it again", ""};
}

// The ASCII part of an entry's name, which is UTF-16 with a count of its bytes, the final zero included.
std::string name_of(std::string_view entry) {
  constexpr std::size_t kMostBytes = 64;
  const std::size_t bytes = u16_at(entry, kMostBytes);
  std::string name;
  for (std::size_t at = 0; at + 2 < bytes && at + 2 < kMostBytes; at += 2) {
    const std::uint16_t unit = u16_at(entry, at);
    name += unit < 0x80 ? static_cast<char>(unit) : '?';
  }
  return name;
}

}  // namespace

std::expected<Ole2File, Fault> Ole2File::open(std::string_view bytes) {
  Ole2File file(bytes);
  if (auto fault = file.read_header()) return std::unexpected(std::move(*fault));
  if (auto fault = file.read_tables()) return std::unexpected(std::move(*fault));
  if (auto fault = file.read_directory()) return std::unexpected(std::move(*fault));
  return file;
}

std::optional<Fault> Ole2File::read_header() {
  if (!bytes_.starts_with("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")) return damaged("it does not begin as one");
  if (bytes_.size() < kHeaderBytes) return damaged("it is cut off inside its header");
  const unsigned version = u16_at(bytes_, 26);
  const unsigned sector_shift = u16_at(bytes_, 30);
  const bool known = (version == 3 && sector_shift == 9) || (version == 4 && sector_shift == 12);
  if (!known || u16_at(bytes_, 28) != 0xFFFE || u16_at(bytes_, 32) != 6) return damaged("its header makes no sense");
  sector_bytes_ = std::size_t{1} << sector_shift;
  return std::nullopt;
}

// Sector 0 stands behind the header, which takes the room of one sector. The last one may be cut short.
std::optional<std::string_view> Ole2File::sector(std::uint32_t number) const {
  const std::size_t at = (std::size_t{number} + 1) * sector_bytes_;
  if (number > kLastSector || at >= bytes_.size()) return std::nullopt;
  return bytes_.substr(at, sector_bytes_);
}

// The header names the first sectors of the table, a chain of sectors the others.
std::optional<Fault> Ole2File::read_tables() {
  constexpr std::size_t kListAt = 76;
  std::vector<std::uint32_t> table_sectors;
  const auto list = [&](std::string_view numbers) {
    for (std::size_t at = 0; at + 4 <= numbers.size(); at += 4) {
      if (u32_at(numbers, at) <= kLastSector) table_sectors.push_back(u32_at(numbers, at));
    }
  };
  list(bytes_.substr(kListAt, kHeaderBytes - kListAt));
  std::uint32_t more = u32_at(bytes_, 68);
  for (std::size_t steps = 0; more <= kLastSector; ++steps) {
    const auto numbers = sector(more);
    if (!numbers || numbers->size() < sector_bytes_ || steps > sectors()) return damaged("its list of tables");
    list(numbers->substr(0, sector_bytes_ - 4));
    more = u32_at(*numbers, sector_bytes_ - 4);
  }
  const std::size_t count = u32_at(bytes_, 44);
  if (table_sectors.size() > count) table_sectors.resize(count);  // behind its count a writer may leave anything
  if (table_sectors.size() > sectors()) return damaged("it has more tables than sectors");
  for (const std::uint32_t number : table_sectors) {
    const auto entries = sector(number);
    if (!entries || entries->size() < sector_bytes_) return damaged("a table stands outside of it");
    for (std::size_t at = 0; at < sector_bytes_; at += 4) next_.push_back(u32_at(*entries, at));
    if (next_.size() > sectors() + sector_bytes_) break;  // what follows is about sectors that are not there
  }
  return std::nullopt;
}

std::optional<std::string> Ole2File::chain(std::uint32_t start) const {
  std::string data;
  std::size_t steps = 0;
  for (std::uint32_t at = start; at <= kLastSector; at = next_[at]) {
    const auto piece = sector(at);
    if (!piece || at >= next_.size() || ++steps > sectors()) return std::nullopt;
    data += *piece;
  }
  return data;
}

std::optional<std::string> Ole2File::small_chain(std::uint32_t start) const {
  std::string data;
  for (std::uint32_t at = start; at <= kLastSector; at = next_small_[at]) {
    const std::size_t from = std::size_t{at} * kSmallSectorBytes;
    if (at >= next_small_.size() || from >= small_.size() || data.size() > small_.size()) return std::nullopt;
    data += std::string_view(small_).substr(from, kSmallSectorBytes);
  }
  return data;
}

std::optional<Fault> Ole2File::read_directory() {
  const auto directory = chain(u32_at(bytes_, 48));
  if (!directory || directory->size() < kEntryBytes) return damaged("its directory");
  const auto small_table = chain(u32_at(bytes_, 60));
  if (!small_table) return damaged("its table of small sectors");
  for (std::size_t at = 0; at + 4 <= small_table->size(); at += 4) next_small_.push_back(u32_at(*small_table, at));
  const std::uint32_t small_start = u32_at(*directory, 116);  // in the entry of the outermost folder
  if (!next_small_.empty() && small_start <= kLastSector) {
    auto small = chain(small_start);
    if (!small) return damaged("its small streams");
    small_ = std::move(*small);
  }
  return add_entries(*directory);
}

// The outermost folder is entry 0; what it holds is a tree that hangs together by brothers to the left and right.
std::optional<Fault> Ole2File::add_entries(std::string_view directory) {
  const std::size_t count = directory.size() / kEntryBytes;
  std::vector<bool> seen(count, false);
  std::vector<std::uint32_t> open = {u32_at(directory, 76)};
  while (!open.empty()) {
    const std::uint32_t number = open.back();
    open.pop_back();
    if (number == kNoEntry) continue;
    if (number >= count || seen[number]) return damaged("its directory goes round in a circle");
    seen[number] = true;
    const std::string_view entry = directory.substr(number * kEntryBytes, kEntryBytes);
    open.push_back(u32_at(entry, 68));
    open.push_back(u32_at(entry, 72));
    constexpr char kStream = 2;
    if (entry[66] != kStream) continue;
    const std::uint64_t size = sector_bytes_ == 512 ? u32_at(entry, 120) : u64_at(entry, 120);
    streams_.emplace(name_of(entry), Entry{u32_at(entry, 116), size});
  }
  return std::nullopt;
}

std::expected<std::string, Fault> Ole2File::stream(const std::string& name) const {
  const auto found = streams_.find(name);
  if (found == streams_.end()) return std::unexpected(damaged("it has no stream \"" + shown(name) + "\""));
  const Entry& entry = found->second;
  auto data = entry.size < kSmallStreamBytes ? small_chain(entry.start) : chain(entry.start);
  if (!data) return std::unexpected(damaged("the sectors of the stream \"" + shown(name) + "\""));
  if (data->size() < entry.size) return std::unexpected(damaged("the stream \"" + shown(name) + "\" is cut off"));
  data->resize(static_cast<std::size_t>(entry.size));
  return std::move(*data);
}

}  // namespace tradewatch::intake
