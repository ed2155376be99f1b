#include "models/trade/flow_key.h"

#include <functional>

#include "models/trade/letters.h"

namespace tradewatch::trade {
std::string_view name_of(Flow flow) {
  switch (flow) {
    case Flow::export_:
      return "export";
    case Flow::import_:
      return "import";
    case Flow::re_export:
      return "re-export";
    case Flow::re_import:
      return "re-import";
    case Flow::two_way:
      return "two-way";
  }
  return {};
}

std::string_view name_of(Valuation valuation) {
  switch (valuation) {
    case Valuation::unstated:
      return "";
    case Valuation::fob:
      return "fob";
    case Valuation::cif:
      return "cif";
  }
  return {};
}

std::string_view name_of(Basis basis) {
  switch (basis) {
    case Basis::unstated:
      return "";
    case Basis::customs:
      return "customs";
    case Basis::payments:
      return "payments";
  }
  return {};
}

std::optional<Flow> parse_flow(std::string_view text) {
  const std::string name = ascii_lower(text);
  if (name == "export" || name == "x") return Flow::export_;
  if (name == "import" || name == "m") return Flow::import_;
  if (name == "re-export" || name == "rx") return Flow::re_export;
  if (name == "re-import" || name == "rm") return Flow::re_import;
  if (name == "two-way") return Flow::two_way;
  return std::nullopt;
}

std::optional<Valuation> parse_valuation(std::string_view text) {
  const std::string name = ascii_lower(text);
  if (name.empty()) return Valuation::unstated;
  if (name == "fob") return Valuation::fob;
  if (name == "cif") return Valuation::cif;
  return std::nullopt;
}

std::optional<Basis> parse_basis(std::string_view text) {
  const std::string name = ascii_lower(text);
  if (name.empty()) return Basis::unstated;
  if (name == "customs") return Basis::customs;
  if (name == "payments") return Basis::payments;
  return std::nullopt;
}

std::size_t FlowKeyHash::operator()(const FlowKey& key) const {
  std::size_t hash = std::hash<std::string>{}(key.source);
  const auto mix = [&](std::size_t value) { hash = (hash ^ value) * 0x9E3779B97F4A7C15ULL + (hash >> 29U); };
  const auto letters = [](const Country& country) {
    std::size_t packed = 0;
    for (const char c : country.alpha3()) packed = packed * 256 + static_cast<unsigned char>(c);
    return packed;
  };
  mix(letters(key.reporter) << 24U | letters(key.partner));
  if (key.commodity != "TOTAL") mix(std::hash<std::string>{}(key.commodity));
  mix(static_cast<std::size_t>(key.flow) * 64 + static_cast<std::size_t>(key.valuation) * 8 +
      static_cast<std::size_t>(key.basis));
  return hash;
}

std::string describe(const FlowKey& key) {
  std::string text = key.source + " " + std::string(key.reporter.alpha3()) + " " + std::string(name_of(key.flow)) +
                     " " + std::string(key.partner.alpha3());
  if (key.commodity != "TOTAL") text += " HS " + key.commodity;
  if (key.valuation != Valuation::unstated) text += " " + std::string(name_of(key.valuation));
  if (key.basis != Basis::unstated) text += " " + std::string(name_of(key.basis));
  return text;
}

}  // namespace tradewatch::trade
