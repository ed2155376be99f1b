// What a document is, told from its bytes alone: names and announced types lie.

#pragma once

#include <string>
#include <string_view>

namespace tradewatch::intake {

enum class Content { text, gzip, zip, ole2, pdf, html, xml, json };

[[nodiscard]] Content recognise(std::string_view bytes);

}  // namespace tradewatch::intake
