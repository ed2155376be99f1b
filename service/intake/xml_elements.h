// The elements of one XML part that are asked for by name, one at a time: rows of a sheet, shared strings.
//
// Only one element is held and made a tree, so a part of any size takes little memory. Names are local names: the same
// whatever prefix or namespace a program writes. Elements inside a wanted one belong to it. Parts are UTF-8; a DOCTYPE
// is refused, so no entity is ever expanded but the five of XML.

#pragma once

#include <cstddef>
#include <expected>
#include <optional>
#include <pugixml.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "service/intake/document_fault.h"
#include "service/intake/zip_parts.h"

namespace tradewatch::intake {

[[nodiscard]] std::string_view local_name(std::string_view name);  // "row" of "x:row"

// The first child or attribute of that local name; null when there is none.
[[nodiscard]] pugi::xml_node child_of(const pugi::xml_node& node, std::string_view name);
[[nodiscard]] pugi::xml_attribute attribute_of(const pugi::xml_node& node, std::string_view name);

class XmlElements {
 public:
  XmlElements(PartStream part, std::vector<std::string_view> wanted);

  // True when there is an element, false at the end of the part.
  [[nodiscard]] std::expected<bool, Fault> next();

  // After true, until the next call.
  [[nodiscard]] const pugi::xml_node& element() const { return element_; }
  [[nodiscard]] std::string_view name() const { return local_name(element_.name()); }
  [[nodiscard]] std::string_view parent() const;  // name of the element around it; empty for the outermost

 private:
  struct Tag {
    std::size_t begin = 0;  // of '<' in the buffer
    std::size_t end = 0;    // behind '>'
  };

  [[nodiscard]] std::expected<bool, Fault> fill();
  [[nodiscard]] std::expected<std::optional<Tag>, Fault> next_tag();
  [[nodiscard]] std::expected<std::size_t, Fault> end_of(std::size_t from, std::string_view terminator);
  [[nodiscard]] std::expected<std::size_t, Fault> end_of_tag(std::size_t from);
  [[nodiscard]] std::optional<Fault> open_or_close(const Tag& tag, bool& complete);
  [[nodiscard]] std::optional<Fault> parse();
  [[nodiscard]] std::optional<Fault> check_encoding(std::string_view declaration) const;
  [[nodiscard]] Fault fault(std::string found) const;

  PartStream part_;
  std::vector<std::string_view> wanted_;
  std::string buffer_;
  std::size_t at_ = 0;             // read up to here
  std::size_t kept_ = 0;           // the buffer is needed from here
  bool begun_ = false;             // bytes have come
  bool ended_ = false;             // no more bytes
  std::vector<std::string> open_;  // names of the elements around `at_`
  std::size_t collecting_ = 0;     // depth of the wanted element that is open; 0 for none
  bool any_ = false;               // an element has been seen
  pugi::xml_document tree_;
  pugi::xml_node element_;
};

}  // namespace tradewatch::intake
