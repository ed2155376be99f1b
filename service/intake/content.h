// What a document is, told from its bytes alone: names and announced types lie.

#pragma once

#include <string>
#include <string_view>

namespace tradewatch::intake {

enum class Content { text, gzip, zip, ole2, pdf, html, xml, json };

[[nodiscard]] Content recognise(std::string_view bytes);

// "an HTML page", "a ZIP archive or .xlsx workbook", ...
[[nodiscard]] std::string_view name_of(Content content);

}  // namespace tradewatch::intake
