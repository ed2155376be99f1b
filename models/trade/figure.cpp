#include "models/trade/figure.h"

#include <cctype>

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
  std::string name(text);
  for (char& c : name) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  if (name.empty() || name == "final") return Status::final;
  if (name == "provisional") return Status::provisional;
  if (name == "estimated") return Status::estimated;
  if (name == "withdrawn") return Status::withdrawn;
  return std::nullopt;
}

}  // namespace tradewatch::trade
