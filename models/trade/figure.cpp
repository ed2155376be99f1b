#include "models/trade/figure.h"

#include "models/trade/letters.h"

namespace tradewatch::trade {

std::string_view name_of(Status status) {
  switch (status) {
    case Status::final:
      return "final";
    case Status::provisional:
      return "provisional";
    case Status::estimated:
      return "estimated";
    case Status::withdrawn:
      return "withdrawn";
  }
  return {};
}

std::optional<Status> parse_status(std::string_view text) {
  const std::string name = ascii_lower(text);
  if (name.empty() || name == "final") return Status::final;
  if (name == "provisional") return Status::provisional;
  if (name == "estimated") return Status::estimated;
  if (name == "withdrawn") return Status::withdrawn;
  return std::nullopt;
}

}  // namespace tradewatch::trade
