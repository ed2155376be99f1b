// What must hold of every answer of a reader, whatever bytes it was given. A broken claim ends the process, which is
// what libFuzzer and the replay of the corpus report.

#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "service/intake/document.h"
#include "service/intake/document_fault.h"

namespace tradewatch::fuzz {

// Prints the claim and aborts when it does not hold. `with` is shown beside it.
void require(bool holds, const char* claim, std::string_view with = {});

// UTF-8 without NUL.
[[nodiscard]] bool is_clean(std::string_view text);

// One input in eight, chosen by its bytes, so that a second reading does not halve the speed.
[[nodiscard]] bool is_read_twice(std::string_view bytes);

// "f", taken on 2026-11-25 from the source "test".
[[nodiscard]] intake::ReadOptions reading();

void check(const intake::Fault& fault);
void check(const std::expected<intake::Document, intake::Refusal>& read);

// Everything that an answer says, to compare two of them.
[[nodiscard]] std::string text_of(const std::expected<intake::Document, intake::Refusal>& read);

// Reads, checks, and for some inputs reads again and requires the same answer.
template <typename Read>
void check_reading(std::string_view bytes, const Read& read) {
  const auto first = read();
  check(first);
  if (is_read_twice(bytes)) require(text_of(first) == text_of(read()), "the same bytes give the same answer");
}

}  // namespace tradewatch::fuzz
