#include "service/intake/xml_elements.h"

#include <algorithm>
#include <utility>

#include "service/intake/limits.h"
#include "service/intake/shown_text.h"

namespace tradewatch::intake {
namespace {

constexpr std::size_t kXmlPieceBytes = std::size_t{64} * 1024;

}  // namespace

std::string_view local_name(std::string_view name) {
  const std::size_t colon = name.rfind(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

pugi::xml_node child_of(const pugi::xml_node& node, std::string_view name) {
  return node.find_child([&](const pugi::xml_node& child) { return local_name(child.name()) == name; });
}

pugi::xml_attribute attribute_of(const pugi::xml_node& node, std::string_view name) {
  return node.find_attribute([&](const pugi::xml_attribute& it) { return local_name(it.name()) == name; });
}

XmlElements::XmlElements(PartStream part, std::vector<std::string_view> wanted)
    : part_(std::move(part)), wanted_(std::move(wanted)) {}

std::string_view XmlElements::parent() const { return open_.empty() ? std::string_view{} : local_name(open_.back()); }

Fault XmlElements::fault(std::string found) const {
  return {0,
          0,
          "",
          std::move(found),
          "a well-formed XML part in UTF-8",
          "save the workbook again from a spreadsheet",
          "part \"" + shown(part_.name()) + "\""};
}

// Another piece behind what is kept; false at the end of the part. Positions move with what is dropped.
std::expected<bool, Fault> XmlElements::fill() {
  if (ended_) return false;
  if (buffer_.size() - kept_ > kMaxXmlElementBytes) {
    return std::unexpected(fault("an element of more than " + shown_bytes(kMaxXmlElementBytes)));
  }
  buffer_.erase(0, kept_);
  at_ -= kept_;
  kept_ = 0;
  const std::size_t size = buffer_.size();
  buffer_.resize(size + kXmlPieceBytes);
  const auto got = part_.read(buffer_.data() + size, kXmlPieceBytes);
  if (!got) return std::unexpected(got.error());
  buffer_.resize(size + *got);
  ended_ = *got == 0;
  if (!begun_ && (buffer_.starts_with("\xFF\xFE") || buffer_.starts_with("\xFE\xFF"))) {
    return std::unexpected(fault("UTF-16"));
  }
  begun_ = true;
  return !ended_;
}

// Offsets `from` count from kept_, which alone stays the same thing when fill() moves the buffer.
std::expected<std::size_t, Fault> XmlElements::end_of(std::size_t from, std::string_view terminator) {
  for (;;) {
    const std::size_t found = buffer_.find(terminator, kept_ + from);
    if (found != std::string::npos) return found + terminator.size() - kept_;
    const std::size_t tail = buffer_.size() - kept_;
    from = std::max(from, tail - std::min(tail, terminator.size() - 1));
    const auto more = fill();
    if (!more) return std::unexpected(more.error());
    if (!*more) return std::unexpected(fault("XML that breaks off"));
  }
}

std::expected<std::size_t, Fault> XmlElements::end_of_tag(std::size_t from) {
  char quote = '\0';
  for (;; ++from) {
    while (kept_ + from >= buffer_.size()) {
      const auto more = fill();
      if (!more) return std::unexpected(more.error());
      if (!*more) return std::unexpected(fault("XML that breaks off"));
    }
    const char c = buffer_[kept_ + from];
    if (quote != '\0') {
      if (c == quote) quote = '\0';
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (c == '>') {
      return from + 1;
    }
  }
}

std::optional<Fault> XmlElements::check_encoding(std::string_view declaration) const {
  std::string text(declaration);
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  const std::size_t at = text.find("encoding");
  if (!text.starts_with("<?xml") || at == std::string::npos) return std::nullopt;
  const std::size_t open = text.find_first_of("\"'", at);
  if (open == std::string::npos) return std::nullopt;
  const std::string name = text.substr(open + 1, text.find_first_of("\"'", open + 1) - open - 1);
  if (name == "utf-8" || name == "utf8" || name == "us-ascii") return std::nullopt;
  return fault("XML in the encoding " + shown(name));
}

// The next tag, past texts, comments, CDATA and instructions; nothing at the end of the part.
std::expected<std::optional<XmlElements::Tag>, Fault> XmlElements::next_tag() {
  for (;;) {
    const std::size_t found = buffer_.find('<', at_);
    at_ = found == std::string::npos ? buffer_.size() : found;
    if (collecting_ == 0) kept_ = at_;
    constexpr std::size_t kLongestStart = 9;  // of "<![CDATA["
    if (buffer_.size() - at_ < kLongestStart && !ended_) {
      const auto more = fill();
      if (!more) return std::unexpected(more.error());
      continue;
    }
    if (found == std::string::npos) return std::optional<Tag>{};

    const std::size_t from = at_ - kept_;
    const std::string_view rest = std::string_view(buffer_).substr(at_);
    std::expected<std::size_t, Fault> end;
    bool tag = false;
    if (rest.starts_with("<!--")) {
      end = end_of(from + 4, "-->");
    } else if (rest.starts_with("<![CDATA[")) {
      end = end_of(from + kLongestStart, "]]>");
    } else if (rest.starts_with("<?")) {
      end = end_of(from + 2, "?>");
      if (end) {
        if (auto wrong = check_encoding(std::string_view(buffer_).substr(kept_ + from, *end - from))) {
          return std::unexpected(std::move(*wrong));
        }
      }
    } else if (rest.starts_with("<!")) {
      return std::unexpected(fault("a DOCTYPE"));
    } else {
      end = end_of_tag(from + 1);
      tag = true;
    }
    if (!end) return std::unexpected(std::move(end.error()));
    at_ = kept_ + *end;
    if (tag) return Tag{kept_ + from, at_};
  }
}

// Keeps the stack of open elements; `complete` when a wanted one has come to its end.
std::optional<Fault> XmlElements::open_or_close(const Tag& tag, bool& complete) {
  const std::string_view text = std::string_view(buffer_).substr(tag.begin, tag.end - tag.begin);
  const bool closing = text.starts_with("</");
  const bool empty = text.ends_with("/>");
  const std::size_t start = closing ? 2 : 1;
  const std::string_view name = text.substr(start, text.find_first_of(" \t\r\n/>", start) - start);
  if (closing) {
    if (open_.empty() || open_.back() != name) return fault("</" + shown(name) + "> that ends nothing");
    complete = collecting_ == open_.size();
    open_.pop_back();
    return std::nullopt;
  }
  if (name.empty()) return fault("a tag without a name");
  if (open_.empty() && any_) return fault("a second outermost element");
  any_ = true;
  if (open_.size() >= kMaxXmlDepth) return fault("elements nested more than " + std::to_string(kMaxXmlDepth) + " deep");
  const bool wanted = collecting_ == 0 && std::ranges::find(wanted_, local_name(name)) != wanted_.end();
  if (wanted) kept_ = tag.begin;
  if (wanted && empty) complete = true;
  if (empty) return std::nullopt;
  open_.emplace_back(name);
  if (wanted) collecting_ = open_.size();
  return std::nullopt;
}

std::optional<Fault> XmlElements::parse() {
  constexpr unsigned kOptions = pugi::parse_default | pugi::parse_ws_pcdata;  // <t> </t> is a text
  if (at_ - kept_ > kMaxXmlElementBytes) return fault("an element of more than " + shown_bytes(kMaxXmlElementBytes));
  const pugi::xml_parse_result result =
      tree_.load_buffer_inplace(buffer_.data() + kept_, at_ - kept_, kOptions, pugi::encoding_utf8);
  if (!result) return fault(std::string("XML that is not well-formed: ") + result.description());
  element_ = tree_.document_element();
  kept_ = at_;
  collecting_ = 0;
  return std::nullopt;
}

std::expected<bool, Fault> XmlElements::next() {
  for (;;) {
    auto tag = next_tag();
    if (!tag) return std::unexpected(std::move(tag.error()));
    if (!*tag) {
      if (!any_) return std::unexpected(fault("a part without XML"));
      if (!open_.empty()) return std::unexpected(fault("XML that breaks off inside <" + shown(open_.back()) + ">"));
      return false;
    }
    bool complete = false;
    if (auto wrong = open_or_close(**tag, complete)) return std::unexpected(std::move(*wrong));
    if (!complete) continue;
    if (auto wrong = parse()) return std::unexpected(std::move(*wrong));
    return true;
  }
}

}  // namespace tradewatch::intake
