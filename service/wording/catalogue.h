// The translations that the program carries, a catalogue a language.

#pragma once

#include <span>
#include <string_view>

#include "service/wording/message.h"

namespace tradewatch::wording {

// A compiled catalogue (GNU .mo), made by the build from config/locale.
struct EmbeddedCatalogue {
  std::string_view language;
  std::span<const unsigned char> bytes;
};
[[nodiscard]] std::span<const EmbeddedCatalogue> embedded_catalogues();

// The text of a message in `language`; the message's own where there is none, and in English.
[[nodiscard]] std::string_view translated(Language language, const Message& message);
[[nodiscard]] std::string_view translated(Language language, const PluralMessage& message, int count);

// Whether the catalogue has it; always in English.
[[nodiscard]] bool has_translation(Language language, const Message& message);

}  // namespace tradewatch::wording
