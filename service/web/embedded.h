// The files of templates/, as the build took them in.

#pragma once

#include <string_view>

namespace tradewatch::web::embedded {

extern const std::string_view head_mustache;
extern const std::string_view foot_mustache;
extern const std::string_view table_mustache;
extern const std::string_view chart_mustache;
extern const std::string_view overview_mustache;
extern const std::string_view target_mustache;
extern const std::string_view history_mustache;
extern const std::string_view message_mustache;
extern const std::string_view style_css;
extern const std::string_view live_js;
extern const std::string_view icon_svg;
extern const std::string_view openapi_json;

}  // namespace tradewatch::web::embedded
