#include "service/intake/json_text.h"

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/monotonic_resource.hpp>
#include <boost/json/value_stack.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <functional>
#include <utility>
#include <vector>

#include "service/intake/encoding.h"
#include "service/intake/limits.h"
#include "service/intake/shown_text.h"

namespace tradewatch::intake {
namespace {

namespace json = boost::json;

// Builds the value as the parser meets its parts. The names of all open objects stand one behind the other, so that a
// document with a million records needs no memory for each name.
class Builder {
 public:
  static constexpr std::size_t max_object_size = json::object::max_size();
  static constexpr std::size_t max_array_size = json::array::max_size();
  static constexpr std::size_t max_key_size = json::string::max_size();
  static constexpr std::size_t max_string_size = json::string::max_size();

  Builder() { stack_.reset(json::make_shared_resource<json::monotonic_resource>()); }

  [[nodiscard]] json::value release() { return stack_.release(); }
  [[nodiscard]] const std::optional<std::string>& repeated() const { return repeated_; }
  [[nodiscard]] bool has_too_many() const { return values_ > kMaxJsonValues; }

  bool on_document_begin(json::error_code&) { return true; }
  bool on_document_end(json::error_code&) { return true; }
  bool on_object_begin(json::error_code& error) {
    open_.push_back({names_.size(), text_.size()});
    return counts(error);
  }
  bool on_object_end(std::size_t count, json::error_code& error) {
    const Open object = open_.back();
    open_.pop_back();
    if (has_repeated(object)) {
      error = json::error::syntax;
      return false;
    }
    names_.resize(object.names);
    text_.resize(object.text);
    stack_.push_object(count);
    return true;
  }
  bool on_array_begin(json::error_code& error) { return counts(error); }
  bool on_array_end(std::size_t count, json::error_code&) {
    stack_.push_array(count);
    return true;
  }
  bool on_key_part(json::string_view part, std::size_t, json::error_code&) {
    text_ += std::string_view(part);
    stack_.push_chars(part);
    return true;
  }
  bool on_key(json::string_view part, std::size_t size, json::error_code&) {
    text_ += std::string_view(part);
    const std::size_t start = text_.size() - size;
    names_.push_back({std::hash<std::string_view>{}(std::string_view(text_).substr(start)), start, size});
    stack_.push_key(part);
    return true;
  }
  bool on_string_part(json::string_view part, std::size_t, json::error_code&) {
    stack_.push_chars(part);
    return true;
  }
  bool on_string(json::string_view part, std::size_t, json::error_code& error) {
    stack_.push_string(part);
    return counts(error);
  }
  bool on_number_part(json::string_view part, json::error_code&) {
    number_ += std::string_view(part);
    return true;
  }
  bool on_int64(std::int64_t number, json::string_view, json::error_code& error) {
    number_.clear();
    stack_.push_int64(number);
    return counts(error);
  }
  bool on_uint64(std::uint64_t number, json::string_view, json::error_code& error) {
    number_.clear();
    stack_.push_uint64(number);
    return counts(error);
  }
  // The parser's own doubles may be wrong in the last bit.
  bool on_double(double number, json::string_view part, json::error_code& error) {
    number_ += std::string_view(part);
    double exact = number;
    const auto read = std::from_chars(number_.data(), number_.data() + number_.size(), exact);
    stack_.push_double(read.ec == std::errc() ? exact : number);
    number_.clear();
    return counts(error);
  }
  bool on_bool(bool truth, json::error_code& error) {
    stack_.push_bool(truth);
    return counts(error);
  }
  bool on_null(json::error_code& error) {
    stack_.push_null();
    return counts(error);
  }
  bool on_comment_part(json::string_view, json::error_code&) { return true; }
  bool on_comment(json::string_view, json::error_code&) { return true; }

 private:
  struct Name {
    std::size_t hash;
    std::size_t start;  // in text_
    std::size_t size;
  };
  struct Open {
    std::size_t names;  // where its names begin
    std::size_t text;
  };

  [[nodiscard]] std::string_view text(const Name& name) const {
    return std::string_view(text_).substr(name.start, name.size);
  }

  // One value more.
  [[nodiscard]] bool counts(json::error_code& error) {
    if (++values_ <= kMaxJsonValues) return true;
    error = json::error::syntax;
    return false;
  }

  // Names of one hash stand beside each other once sorted.
  [[nodiscard]] bool has_repeated(const Open& object) {
    const auto begin = names_.begin() + static_cast<std::ptrdiff_t>(object.names);
    std::sort(begin, names_.end(), [](const Name& a, const Name& b) { return a.hash < b.hash; });
    const auto found = std::adjacent_find(
        begin, names_.end(), [&](const Name& a, const Name& b) { return a.hash == b.hash && text(a) == text(b); });
    if (found == names_.end()) return false;
    repeated_ = text(*found);
    return true;
  }

  json::value_stack stack_;
  std::size_t values_ = 0;
  std::string number_;  // of a number, the parts before the last
  std::string text_;
  std::vector<Name> names_;
  std::vector<Open> open_;
  std::optional<std::string> repeated_;  // the name that stood twice
};

struct Words {
  std::string expected;
  std::string hint;
};

Words words_for(const json::error_code& error) {
  if (error == json::error::extra_data) return {"nothing behind the end of the JSON value", "one document, one value"};
  if (error == json::error::incomplete) return {"the rest of the JSON document", "it is cut off: fetch it again"};
  if (error == json::error::too_deep) {
    return {"at most " + std::to_string(kMaxJsonDepth) + " objects and arrays inside each other", ""};
  }
  if (error == json::error::exponent_overflow) return {"a number that a double holds", ""};
  return {"JSON as RFC 8259 has it", ""};
}

Fault fault_at(std::string_view bytes, std::size_t at, Words words) {
  const std::string_view before = bytes.substr(0, at);
  const std::size_t line_start = before.rfind('\n') + 1;  // npos + 1 is 0
  Fault fault;
  fault.line = 1 + static_cast<int>(std::ranges::count(before, '\n'));
  fault.column = 1 + static_cast<int>(at - line_start);
  const std::string_view rest = bytes.substr(at);
  fault.found = rest.empty() ? "the end of the document" : shown(rest.substr(0, rest.find_first_of("\r\n")), 20);
  fault.expected = std::move(words.expected);
  fault.hint = std::move(words.hint);
  return fault;
}

}  // namespace

std::expected<json::value, Fault> parse_json(std::string_view bytes) {
  if (bytes.size() > kMaxDocumentBytes) {
    return std::unexpected(Fault{0, 0, "", std::to_string(bytes.size()) + " bytes",
                                 "at most " + std::to_string(kMaxDocumentBytes) + " bytes (64 MiB)",
                                 "split the document"});
  }
  if (auto other = foreign_encoding(bytes)) {
    other->hint.clear();
    return std::unexpected(*std::move(other));
  }
  if (bytes.starts_with(kByteOrderMark)) bytes.remove_prefix(kByteOrderMark.size());
  if (const auto bad = first_bad_byte(bytes)) return std::unexpected(fault_at(bytes, *bad, {"UTF-8 without NUL", ""}));

  json::parse_options limits;
  limits.max_depth = kMaxJsonDepth;
  limits.allow_invalid_utf8 = true;  // it has just been checked
  json::basic_parser<Builder> parser(limits);
  json::error_code error;
  const std::size_t at = parser.write_some(false, bytes.data(), bytes.size(), error);
  if (!error && at < bytes.size()) error = json::error::extra_data;
  if (!error) return parser.handler().release();
  if (parser.handler().has_too_many()) {
    const std::string limit = std::to_string(kMaxJsonValues) + " values";
    return std::unexpected(Fault{0, 0, "", "more than " + limit, "at most " + limit, "split the document"});
  }
  if (const auto& name = parser.handler().repeated()) {
    return std::unexpected(
        fault_at(bytes, at, {"each name once in an object", "\"" + shown(*name) + "\" stands twice"}));
  }
  return std::unexpected(fault_at(bytes, error == json::error::incomplete ? bytes.size() : at, words_for(error)));
}

std::optional<std::string> scalar_text(const json::value& value) {
  switch (value.kind()) {
    case json::kind::null:
      return "";
    case json::kind::bool_:
      return value.get_bool() ? "true" : "false";
    case json::kind::int64:
      return std::to_string(value.get_int64());
    case json::kind::uint64:
      return std::to_string(value.get_uint64());
    case json::kind::string:
      return std::string(value.get_string().begin(), value.get_string().end());
    case json::kind::double_: {
      const double number = value.get_double();
      const double size = std::abs(number);
      const bool plain = size == 0.0 || (size >= 1e-6 && size < 1e17);
      char digits[40];
      const auto end = std::to_chars(digits, digits + sizeof digits, number,
                                     plain ? std::chars_format::fixed : std::chars_format::scientific);
      return std::string(digits, end.ptr);
    }
    case json::kind::array:
    case json::kind::object:
      return std::nullopt;
  }
  std::unreachable();
}

}  // namespace tradewatch::intake
