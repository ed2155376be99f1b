#include "service/charts/png.h"

#include <cairo.h>
#include <librsvg/rsvg.h>
#include <zlib.h>

#include <algorithm>
#include <cmath>
#include <memory>

namespace tradewatch::charts {
namespace {

constexpr double kMostPerWidth = 4.0;  // higher drawings are no charts

struct Free {
  void operator()(RsvgHandle* handle) const { g_object_unref(handle); }
  void operator()(GError* error) const { g_error_free(error); }
  void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
  void operator()(cairo_t* drawing) const { cairo_destroy(drawing); }
};
template <typename T>
using Owned = std::unique_ptr<T, Free>;

std::unexpected<std::string> fault(GError* error) {
  const Owned<GError> owned(error);
  return std::unexpected(std::string(error != nullptr ? error->message : "the drawing cannot be read"));
}

cairo_status_t append(void* to, const unsigned char* bytes, unsigned int size) {
  static_cast<std::string*>(to)->append(reinterpret_cast<const char*>(bytes), size);
  return CAIRO_STATUS_SUCCESS;
}

constexpr std::size_t kEndOctets = 12;  // of IEND, the last chunk

std::string big_endian(std::size_t number) {
  std::string out;
  for (const int shift : {24, 16, 8, 0}) out += static_cast<char>((number >> shift) & 0xFFU);
  return out;
}

// An iTXt chunk of the PNG specification (11.3.3.4): UTF-8, not compressed, in no stated language.
std::string text_chunk(std::string_view keyword, std::string_view text) {
  constexpr std::string_view kPlain("\0\0\0\0\0", 5);
  const std::string body = std::string("iTXt").append(keyword).append(kPlain).append(text);
  const auto check = ::crc32(0, reinterpret_cast<const Bytef*>(body.data()), static_cast<uInt>(body.size()));
  constexpr std::size_t kTypeOctets = 4;
  return big_endian(body.size() - kTypeOctets) + body + big_endian(check);
}

}  // namespace

std::expected<std::string, std::string> png(std::string_view svg, int width, const Provenance& provenance) {
  GError* error = nullptr;
  const Owned<RsvgHandle> handle(
      rsvg_handle_new_from_data(reinterpret_cast<const guint8*>(svg.data()), svg.size(), &error));
  if (!handle) return fault(error);
  double drawn_width = 0;
  double drawn_height = 0;
  if (!rsvg_handle_get_intrinsic_size_in_pixels(handle.get(), &drawn_width, &drawn_height) || !(drawn_width > 0) ||
      !(drawn_height > 0) || drawn_height > drawn_width * kMostPerWidth) {
    return std::unexpected(std::string("the drawing says no size, or an odd one"));
  }
  width = std::clamp(width, 1, kMaxPngWidth);
  const int height = std::max(1, static_cast<int>(std::lround(width * drawn_height / drawn_width)));
  const Owned<cairo_surface_t> surface(cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height));
  const Owned<cairo_t> drawing(cairo_create(surface.get()));
  cairo_set_source_rgb(drawing.get(), 1, 1, 1);
  cairo_paint(drawing.get());
  const RsvgRectangle viewport{0, 0, static_cast<double>(width), static_cast<double>(height)};
  if (!rsvg_handle_render_document(handle.get(), drawing.get(), &viewport, &error)) return fault(error);
  std::string bytes;
  const cairo_status_t status = cairo_surface_write_to_png_stream(surface.get(), &append, &bytes);
  if (status != CAIRO_STATUS_SUCCESS) return std::unexpected(std::string(cairo_status_to_string(status)));
  if (!provenance.source.empty()) {
    bytes.insert(bytes.size() - kEndOctets, text_chunk("Source", provenance.source) +
                                                text_chunk("Vintage", provenance.vintage) +
                                                text_chunk("Copyright", kTerms));
  }
  return bytes;
}

}  // namespace tradewatch::charts
