#include "service/cli/panel_input.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>

namespace tradewatch::cli {

OrStop<intake::Panel> panel_of(const std::string& file, intake::PanelOptions options) {
  errno = 0;
  std::ifstream in(file, std::ios::binary);
  if (!in) {
    return std::unexpected(Stop{
        fmt::format("{}: {}; expected a panel of figures (CSV, gzip allowed)", file, std::strerror(errno)), kRefused});
  }
  const std::string bytes((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  options.document = file.substr(file.find_last_of('/') + 1);
  auto panel = intake::read_panel(bytes, options);
  if (!panel) return std::unexpected(Stop{intake::to_text(panel.error()), kRefused});
  return std::move(*panel);
}

trade::Series series_of(const intake::PanelSeries& series) {
  const auto kept = series.kept();
  return trade::make_series(series.key(), kept);
}

}  // namespace tradewatch::cli
