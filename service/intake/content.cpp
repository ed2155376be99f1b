#include "service/intake/content.h"

#include <array>

#include "service/intake/encoding.h"

namespace tradewatch::intake {
namespace {

// The first bytes behind white space and a byte order mark, lower case.
std::string beginning(std::string_view bytes) {
  if (bytes.starts_with(kByteOrderMark)) bytes.remove_prefix(kByteOrderMark.size());
  const std::size_t start = bytes.find_first_not_of(" \t\r\n");
  if (start == std::string_view::npos) return {};
  std::string text(bytes.substr(start, 2048));
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return text;
}

bool looks_like_html(const std::string& text) {
  constexpr std::array<std::string_view, 7> kStarts = {"<!doctype html", "<html", "<head", "<body",
                                                       "<table",         "<div",  "<meta"};
  for (const std::string_view start : kStarts) {
    if (text.starts_with(start)) return true;
  }
  const bool markup = text.starts_with("<?xml") || text.starts_with("<!--");
  return markup && (text.find("<html") != std::string::npos || text.find("<table") != std::string::npos);
}

}  // namespace

Content recognise(std::string_view bytes) {
  if (bytes.starts_with("\x1F\x8B")) return Content::gzip;
  if (bytes.starts_with("PK\x03\x04") || bytes.starts_with("PK\x05\x06")) return Content::zip;
  if (bytes.starts_with("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")) return Content::ole2;
  if (bytes.starts_with("%PDF-")) return Content::pdf;
  const std::string text = beginning(bytes);
  if (looks_like_html(text)) return Content::html;
  if (text.starts_with("<")) return Content::xml;
  if (text.starts_with("{") || text.starts_with("[")) return Content::json;
  return Content::text;
}

}  // namespace tradewatch::intake
