#include "models/trade/partner.h"

#include <algorithm>
#include <array>
#include <span>
#include <unordered_map>
#include <utility>

#include "models/trade/country_groups.h"
#include "models/trade/letters.h"
#include "models/trade/name_key.h"
#include "models/trade/source_codes.h"

namespace tradewatch::trade {
namespace {

// Groups by the texts that sources write for them.
class Groups {
 public:
  Groups() {
    for (const GroupRow& row : country_groups()) {
      each(row.codes, [&](std::string_view code) { codes_.emplace(code, row.group); });
      add_name(row.group, row);
      each(row.names, [&](std::string_view name) { add_name(name, row); });
    }
  }

  [[nodiscard]] std::string_view code(std::string_view text) const { return at(codes_, ascii_upper(text)); }

  [[nodiscard]] std::string_view name(std::string_view text) const {
    const auto key = name_key(text);
    return key ? at(names_, *key) : std::string_view();
  }

 private:
  template <typename Take>
  static void each(std::string_view list, const Take& take) {
    while (!list.empty()) {
      const std::size_t end = std::min(list.find('|'), list.size());
      take(list.substr(0, end));
      list.remove_prefix(std::min(end + 1, list.size()));
    }
  }

  static std::string_view at(const std::unordered_map<std::string, std::string_view>& map, const std::string& key) {
    const auto found = map.find(key);
    return found == map.end() ? std::string_view() : found->second;
  }

  void add_name(std::string_view name, const GroupRow& row) {
    if (auto key = name_key(name)) names_.emplace(std::move(*key), row.group);
  }

  std::unordered_map<std::string, std::string_view> codes_;
  std::unordered_map<std::string, std::string_view> names_;
};

const Groups& groups() {
  static const Groups kGroups;
  return kGroups;
}

// Spaces of any width, a mark of order and line ends are gone from both ends, and what stands behind the end of a line
// when it only says that members follow: "Всего" and, a line below, "в том числе".
std::string_view trimmed(std::string_view text) {
  constexpr std::array<std::string_view, 8> kSpaces = {" ", "\t", "\r", "\n", "\u00A0", "\u202F", "\uFEFF", "\u3000"};
  for (bool again = true; again;) {
    again = false;
    for (const std::string_view space : kSpaces) {
      while (text.starts_with(space)) text.remove_prefix(space.size()), again = true;
      while (text.ends_with(space)) text.remove_suffix(space.size()), again = true;
    }
  }
  return text;
}

std::string_view without_members_word(std::string_view text) {
  constexpr std::array<std::string_view, 8> kWords = {"в том числе",  "из них",   "включая",   "оның ішінде",
                                                      "соның ішінде", "of which", "including", "dont"};
  const std::size_t line = text.find_first_of("\r\n");
  if (line == std::string_view::npos) return text;
  std::string_view tail = trimmed(text.substr(line));
  if (tail.ends_with(':')) tail = trimmed(tail.substr(0, tail.size() - 1));
  const bool known = std::ranges::find(kWords, tail) != kWords.end();
  return known ? trimmed(text.substr(0, line)) : text;
}

bool ends_with_letter(std::string_view text) {
  return !text.empty() &&
         (text.back() == ')' || (text.back() >= 'a' && text.back() <= 'z') ||
          (text.back() >= 'A' && text.back() <= 'Z') || static_cast<unsigned char>(text.back()) >= 0x80);
}

// "China 1/", "Serbia*", "Kosovo (2)", "Sudan2": the name before the mark; the text itself when there is none. What is
// left has at least four bytes of letters, so that no code with a digit becomes another code.
std::string_view without_footnote(std::string_view text) {
  constexpr std::array<std::string_view, 8> kMarks = {"*", "\u2020", "\u2021", "\u00B9", "\u00B2", "\u00B3", "#", "^"};
  constexpr std::size_t kShortest = 4;
  std::string_view rest = text;
  for (bool again = true; again;) {
    again = false;
    for (const std::string_view mark : kMarks) {
      while (rest.ends_with(mark)) rest = trimmed(rest.substr(0, rest.size() - mark.size())), again = true;
    }
  }
  std::string_view number = rest;
  const bool closed = number.ends_with(')') || number.ends_with('/');
  if (closed) number.remove_suffix(1);
  std::size_t digits = 0;
  while (digits < number.size() && is_digit(number[number.size() - 1 - digits])) ++digits;
  if (digits == 1 || digits == 2) {
    number.remove_suffix(digits);
    if (closed && number.ends_with('(')) number.remove_suffix(1);
    number = trimmed(number);
    if (ends_with_letter(number)) rest = number;
  }
  return rest.size() >= kShortest ? rest : text;
}

// Comext: "Italy (incl. San Marino 'SM' -> 1993)" is Italy.
std::string_view without_scope(std::string_view text) {
  for (const std::string_view scope : {" (incl", " (excl", " (from ", " (until ", "(incl"}) {
    if (const std::size_t at = text.find(scope); at != std::string_view::npos) return trimmed(text.substr(0, at));
  }
  return text;
}

// Nothing when the text is no number of at most four digits.
std::optional<int> number_of(std::string_view text) {
  if (text.empty() || text.size() > 4 || !std::ranges::all_of(text, is_digit)) return std::nullopt;
  int number = 0;
  for (const char c : text) number = number * 10 + (c - '0');
  return number;
}

std::optional<Country> country_of(std::string_view text) {
  if (const auto found = known_country(text)) return found;
  // "Slovak Republic (Slovakia)": two names of one country.
  const std::size_t open = text.find('(');
  if (open == std::string_view::npos || open == 0 || !text.ends_with(')')) return std::nullopt;
  const auto first = known_country(trimmed(text.substr(0, open)));
  const auto second = known_country(trimmed(text.substr(open + 1, text.size() - open - 2)));
  return first == second ? first : std::nullopt;
}

template <typename Row>
const Row* with_number(std::span<const Row> rows, int number) {
  const auto found = std::ranges::find(rows, number, &Row::number);
  return found == rows.end() ? nullptr : &*found;
}

Partner by_number(std::string_view text, int number, CodeList list) {
  std::span<const GroupNumber> group_numbers = un_group_numbers();
  std::span<const SourceCode> codes;
  switch (list) {
    case CodeList::un:
      break;
    case CodeList::imf:
      group_numbers = imf_group_numbers();
      codes = imf_codes();
      break;
    case CodeList::census:
      group_numbers = census_group_numbers();
      codes = census_codes();
      break;
  }
  Partner partner;
  if (const GroupNumber* group = with_number(group_numbers, number)) {
    partner.group = group->group;
  } else if (list == CodeList::un) {
    partner.country = country_of(text);
  } else if (const SourceCode* code = with_number(codes, number)) {
    partner.country = Country(code->alpha3);
  }
  return partner;
}

// The IMF's codes of groups are a letter or two and a number (G001, GX170, TX093, XR29), or 1C_080. Nobody's country
// has such a code.
bool is_imf_group_code(std::string_view text) {
  if (text.starts_with("1C_") && text.size() > 3) return true;
  std::size_t letters = 0;
  while (letters < text.size() && text[letters] >= 'A' && text[letters] <= 'Z') ++letters;
  const std::string_view digits = text.substr(letters);
  return letters >= 1 && letters <= 2 && !digits.empty() && digits.size() <= 3 && std::ranges::all_of(digits, is_digit);
}

// "Other Asia, nes" and its kind; Taiwan's row is known by its name before this is asked.
bool says_not_specified(std::string_view lower) {
  for (const std::string_view end : {", nes", ", n.e.s.", "not specified", "not elsewhere specified", "n.i.e.",
                                     "not included elsewhere", "unspecified"}) {
    if (lower.ends_with(end)) return true;
  }
  return false;
}

std::string group_of(std::string_view text, CodeList list) {
  if (list == CodeList::imf && is_imf_group_code(ascii_upper(text))) {
    const std::string_view known = groups().code(text);
    return known.empty() || ascii_upper(text) == "S19" ? "IMF group " + ascii_upper(text) : std::string(known);
  }
  if (const std::string_view group = groups().code(text); !group.empty()) return std::string(group);
  return std::string(groups().name(text));
}

std::string_view group_by_form(std::string_view text) {
  const std::string lower = lower_case(text);
  for (const GroupBeginning& row : group_beginnings()) {
    if (lower.starts_with(row.beginning)) return row.group;
  }
  if (says_not_specified(lower)) return "Countries and areas not specified";
  return "";
}

bool fill(Partner& partner, std::string_view text, CodeList list) {
  partner.group = group_of(text, list);
  if (partner.group.empty()) partner.country = country_of(text);
  return !partner.group.empty() || partner.country;
}

}  // namespace

Partner known_partner(std::string_view text, CodeList list) {
  const std::string_view name = without_members_word(trimmed(text));
  if (const auto number = number_of(name)) return by_number(name, *number, list);
  Partner partner;
  if (fill(partner, name, list)) return partner;
  const std::string_view unmarked = without_footnote(name);
  if (unmarked != name && fill(partner, unmarked, list)) return partner;
  const std::string_view whole = without_scope(unmarked);
  if (whole != unmarked && fill(partner, whole, list)) return partner;
  partner.group = group_by_form(name);
  return partner;
}

Partner find_partner(std::string_view text, CodeList list) {
  Partner partner = known_partner(text, list);
  const std::string_view name = without_members_word(trimmed(text));
  if (partner.country || !partner.group.empty() || number_of(name)) return partner;
  const auto country = find_country(without_footnote(name));
  if (!country) partner.nearest = country.error().nearest;
  return partner;
}

}  // namespace tradewatch::trade
