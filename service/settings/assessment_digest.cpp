#include "service/settings/assessment_digest.h"

#include <openssl/evp.h>

#include <array>
#include <charconv>
#include <stdexcept>

namespace tradewatch::settings {
namespace {

// One field a line, texts with their length, numbers in the fewest digits that read back: no two different targets
// give the same text.
class CanonicalText {
 public:
  void add(std::string_view name, std::string_view value) {
    text_.append(name).append("=").append(std::to_string(value.size())).append(":").append(value).append("\n");
  }
  void add(std::string_view name, double value) {
    char digits[32];
    const auto end = std::to_chars(digits, digits + sizeof digits, value);
    add(name, std::string_view(digits, static_cast<std::size_t>(end.ptr - digits)));
  }
  void add(std::string_view name, const trade::MonthSpan& span) {
    add(name, trade::format_month(span.first) + "/" + trade::format_month(span.last));
  }
  void add(std::string_view name, const targets::Component& component) {
    add(name, "component");
    if (component.source) add("source", *component.source);
    add("reporter", component.reporter.alpha3());
    add("partner", component.partner.alpha3());
    add("flow", trade::name_of(component.flow));
    add("commodity", component.commodity);
    if (component.valuation) add("valuation", trade::name_of(*component.valuation));
    if (component.basis) add("basis", trade::name_of(*component.basis));
  }
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  std::string text_;
};

void add_baseline(CanonicalText& text, const targets::Baseline& baseline) {
  std::visit([&](const auto& stated) { text.add("baseline", stated); }, baseline);
}

}  // namespace

std::string assessment_digest(const targets::Target& target) {
  CanonicalText text;
  text.add("form", "1");  // of this text; changes when its fields do
  text.add("id", target.id);
  text.add("amount_usd", target.amount_usd);
  text.add("announced", trade::format_date(target.announced));
  text.add("window", target.window);
  if (target.baseline) add_baseline(text, *target.baseline);
  text.add("path", name_of(target.path));
  for (const targets::Component& component : target.components) text.add("component", component);
  for (const targets::Component& component : target.mirror) text.add("mirror", component);
  text.add("probability_below", target.alert.probability_below);
  text.add("probability_clear", target.alert.probability_clear);
  text.add("behind_path_by", target.alert.behind_path_by);
  text.add("persist", std::to_string(target.alert.persist));
  text.add("stale_after_days", std::to_string(target.alert.stale_after_days));
  for (const targets::Reading& reading : target.readings) {
    text.add("reading", reading.id);
    if (reading.amount_usd) text.add("amount_usd", *reading.amount_usd);
    if (reading.window) text.add("window", *reading.window);
    if (reading.baseline) add_baseline(text, *reading.baseline);
    for (const targets::Component& component : reading.components) text.add("component", component);
    for (const targets::Component& component : reading.mirror) text.add("mirror", component);
  }
  return sha256_hex(text.text());
}

std::string sha256_hex(std::string_view bytes) {
  std::array<unsigned char, 32> digest{};
  unsigned int size = 0;
  if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, EVP_sha256(), nullptr) != 1) {
    throw std::runtime_error("SHA-256 failed");
  }
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string hex;
  for (const unsigned char byte : digest) {
    hex += kDigits[byte >> 4U];
    hex += kDigits[byte & 0xFU];
  }
  return hex;
}

}  // namespace tradewatch::settings
