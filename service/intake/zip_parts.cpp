#include "service/intake/zip_parts.h"

#include <algorithm>
#include <array>
#include <utility>

#include "service/intake/limits.h"
#include "service/intake/shown_text.h"

namespace tradewatch::intake {
namespace {

std::string normal(std::string_view name) {
  std::string text(name.substr(std::min(name.find_first_not_of("/\\"), name.size())));
  for (char& c : text) {
    if (c == '\\') c = '/';
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return text;
}

std::string place_of(const std::string& part) { return "part \"" + shown(part) + "\""; }

Fault damaged(std::string why) {
  return {0, 0, "", "a damaged ZIP archive: " + std::move(why), "a whole .xlsx workbook", "fetch it again", ""};
}

Fault damaged_part(const std::string& part, const zip_error_t* error) {
  Fault fault = damaged(zip_error_strerror(const_cast<zip_error_t*>(error)));
  fault.place = place_of(part);
  const int code = zip_error_code_zip(error);
  if (code == ZIP_ER_NOPASSWD || code == ZIP_ER_WRONGPASSWD) {
    fault.found = "a part with a password";
    fault.hint = "save it without a password";
  }
  return fault;
}

// libzip keeps a record of some hundred bytes for every entry of the directory, so they are counted before it looks.
std::size_t directory_entries(std::string_view bytes) {
  std::size_t count = 0;
  for (std::size_t at = 0; (at = bytes.find("PK\x01\x02", at)) != std::string_view::npos; at += 4) ++count;
  return count;
}

}  // namespace

std::string shown_bytes(std::size_t bytes) {
  constexpr std::size_t kMebi = std::size_t{1} << 20U;
  const bool whole = bytes % kMebi == 0;
  return (whole ? std::to_string(bytes / kMebi) + " MiB" : std::to_string(bytes / 1024) + " KiB") + " (" +
         std::to_string(bytes) + " bytes)";
}

std::expected<std::size_t, Fault> PartStream::read(char* into, std::size_t room) {
  const zip_int64_t got = zip_fread(file_.get(), into, room);
  if (got < 0) return std::unexpected(damaged_part(name_, zip_file_get_error(file_.get())));
  bytes_ += static_cast<std::size_t>(got);
  unpacked_ += static_cast<std::size_t>(got);
  if (bytes_ > kMaxPartBytes) {
    return std::unexpected(Fault{0, 0, "", "more than " + shown_bytes(kMaxPartBytes) + " when unpacked",
                                 "at most " + shown_bytes(kMaxPartBytes) + " in one part of a workbook",
                                 "split the workbook", place_of(name_)});
  }
  if (unpacked_ > kMaxUnpackedBytes) {
    return std::unexpected(Fault{0, 0, "", "more than " + shown_bytes(kMaxUnpackedBytes) + " when unpacked",
                                 "at most " + shown_bytes(kMaxUnpackedBytes) + " in all parts of a workbook together",
                                 "split the workbook", ""});
  }
  return static_cast<std::size_t>(got);
}

std::expected<ZipParts, Fault> ZipParts::open(std::string_view bytes) {
  if (directory_entries(bytes) > kMaxParts) {
    return std::unexpected(Fault{0, 0, "", "more than " + std::to_string(kMaxParts) + " parts",
                                 "at most " + std::to_string(kMaxParts) + " parts in a workbook", "", ""});
  }
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
  zip_t* archive = source == nullptr ? nullptr : zip_open_from_source(source, ZIP_RDONLY, &error);
  if (archive == nullptr) {
    const std::string why = zip_error_strerror(&error);
    if (source != nullptr) zip_source_free(source);
    zip_error_fini(&error);
    return std::unexpected(damaged(why));
  }
  zip_error_fini(&error);

  ZipParts parts(archive);
  const zip_int64_t count = zip_get_num_entries(archive, 0);
  for (zip_int64_t i = 0; i < count; ++i) {
    const auto index = static_cast<zip_uint64_t>(i);
    const char* name = zip_get_name(archive, index, 0);
    if (name == nullptr) return std::unexpected(damaged("a part without a name"));
    if (!parts.index_.emplace(normal(name), index).second) {
      return std::unexpected(damaged("two parts are named \"" + shown(name) + "\""));
    }
  }
  if (auto fault = parts.weigh()) return std::unexpected(std::move(*fault));
  return parts;
}

std::optional<Fault> ZipParts::weigh() {
  std::array<char, 32 * 1024> piece{};
  for (const auto& [name, index] : index_) {
    auto stream = part_at(index, name);
    if (!stream) return std::move(stream.error());
    for (;;) {
      const auto got = stream->read(piece.data(), piece.size());
      if (!got) return got.error();
      if (*got == 0) break;
    }
  }
  *unpacked_ = 0;
  return std::nullopt;
}

bool ZipParts::has(std::string_view name) const { return index_.contains(normal(name)); }

std::expected<PartStream, Fault> ZipParts::part(std::string_view name) {
  const auto found = index_.find(normal(name));
  if (found == index_.end()) {
    return std::unexpected(Fault{0, 0, "", "a workbook without the part \"" + shown(name) + "\"",
                                 "a whole .xlsx workbook", "fetch it again", ""});
  }
  return part_at(found->second, std::string(name));
}

std::expected<PartStream, Fault> ZipParts::part_at(zip_uint64_t index, std::string name) {
  zip_file_t* file = zip_fopen_index(archive_.get(), index, 0);
  if (file == nullptr) return std::unexpected(damaged_part(name, zip_get_error(archive_.get())));
  return PartStream(file, std::move(name), *unpacked_);
}

}  // namespace tradewatch::intake
