// Text of one byte a character, as spreadsheets and offices in the West still write it.
//
// Foreign documents do not say which encoding they are in. Bytes that are no UTF-8 are read as Windows-1252, which is
// ISO-8859-1 with letters and quotation marks where that has none; the five bytes that it leaves open are taken from
// ISO-8859-1. It matters for names alone: codes and numbers are ASCII in both.

#pragma once

#include <string>
#include <string_view>

namespace tradewatch::intake {

// `text` in UTF-8: what is UTF-8 already stays, NUL too.
[[nodiscard]] std::string utf8_from_latin1(std::string_view text);

}  // namespace tradewatch::intake
