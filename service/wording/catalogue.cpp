#include "service/wording/catalogue.h"

#include <algorithm>
#include <array>
#include <boost/locale/gnu_gettext.hpp>
#include <boost/locale/message.hpp>
#include <locale>
#include <string>
#include <vector>

namespace tradewatch::wording {
namespace {

using Facet = boost::locale::message_format<char>;

constexpr const char* kDomain = "tradewatch";
constexpr int kFirstDomain = 0;

std::vector<char> bytes_of(Language language) {
  for (const EmbeddedCatalogue& catalogue : embedded_catalogues()) {
    if (catalogue.language == name_of(language)) return {catalogue.bytes.begin(), catalogue.bytes.end()};
  }
  return {};
}

// Holds the facet alone: the locale around it is the classic one and is never made global.
std::locale load(Language language) {
  boost::locale::gnu_gettext::messages_info info;
  info.language = name_of(language);
  info.encoding = "UTF-8";
  info.domains.emplace_back(kDomain);
  info.paths.emplace_back("embedded");
  info.callback = [language](const std::string&, const std::string&) { return bytes_of(language); };
  return {std::locale::classic(), boost::locale::gnu_gettext::create_messages_facet<char>(info)};
}

// Null for English, whose messages are those of the program.
const Facet* facet_of(Language language) {
  static const std::array<std::locale, kLanguages.size()> kLoaded = [] {
    std::array<std::locale, kLanguages.size()> loaded;
    for (const Language l : kLanguages) {
      if (l != Language::en) loaded[static_cast<std::size_t>(l)] = load(l);
    }
    return loaded;
  }();
  if (language == Language::en) return nullptr;
  return &std::use_facet<Facet>(kLoaded[static_cast<std::size_t>(language)]);
}

const char* find(Language language, const Message& message) {
  const Facet* facet = facet_of(language);
  const char* text = facet == nullptr ? message.text : facet->get(kFirstDomain, message.context, message.text);
  return text != nullptr && *text != '\0' ? text : nullptr;
}

}  // namespace

std::string_view translated(Language language, const Message& message) {
  const char* text = find(language, message);
  return text != nullptr ? text : message.text;
}

std::string_view translated(Language language, const PluralMessage& message, int count) {
  if (const Facet* facet = facet_of(language)) {
    const char* text = facet->get(kFirstDomain, message.context, message.one, count);
    if (text != nullptr && *text != '\0') return text;
  }
  return count == 1 ? message.one : message.many;
}

bool has_translation(Language language, const Message& message) { return find(language, message) != nullptr; }

}  // namespace tradewatch::wording
