// XML of a document as a tree, for readers of formats that are XML.
//
// Entities of a document's own are not read, so a document with a DOCTYPE is refused. Nothing is fetched. Nesting may
// be as deep as the document is long: the tree is built and freed without recursion, and readers go down by name.

#pragma once

#include <cstddef>
#include <expected>
#include <pugixml.hpp>
#include <string>
#include <string_view>

#include "service/intake/document_fault.h"

namespace tradewatch::intake {

// A tree takes some ten times its text in memory, so it has a limit of its own: `<` and `=`, which stand for elements
// and attributes. A message of 64 MiB with a tag for everything (GenericData) has six million.
inline constexpr std::size_t kMaxXmlMarks = 7'000'000;

class XmlText {
 public:
  // UTF-8, or ISO 8859-1 where the declaration says it; `bytes` must outlive the result.
  [[nodiscard]] static std::expected<XmlText, Fault> parse(std::string_view bytes);

  [[nodiscard]] pugi::xml_node root() const { return tree_.document_element(); }

  // The physical line of an element, from 1. Quick when asked in the order of the document.
  [[nodiscard]] int line_of(const pugi::xml_node& element);

 private:
  [[nodiscard]] std::string_view text() const { return converted_.empty() ? bytes_ : converted_; }
  [[nodiscard]] int line_at(std::size_t offset);

  std::string_view bytes_;
  std::string converted_;  // to UTF-8, when they are not that
  pugi::xml_document tree_;
  std::size_t at_ = 0;
  int line_ = 1;  // of `at_`
};

// "Series" of "ns1:Series": prefixes and namespaces are each sender's own.
[[nodiscard]] std::string_view plain_name(const pugi::xml_node& element);

// The first child element of that plain name; a null node when there is none.
[[nodiscard]] pugi::xml_node child_named(const pugi::xml_node& parent, std::string_view name);

}  // namespace tradewatch::intake
