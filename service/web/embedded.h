// The files of templates/, as the build took them in.

#pragma once

#include <string_view>

namespace tradewatch::web::embedded {

extern const std::string_view page_mustache;
extern const std::string_view target_mustache;
extern const std::string_view message_mustache;
extern const std::string_view style_css;

}  // namespace tradewatch::web::embedded
