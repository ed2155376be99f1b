#include "service/runtime/jitter.h"

#include <cstdint>

namespace tradewatch::runtime {

// FNV-1a over the name, then the finalizer of SplitMix64, because FNV leaves the high bits of short texts alike.
// std::hash would do, but may differ from one standard library to the next.
double jitter(std::string_view name, int count) {
  std::uint64_t bits = 0xcbf29ce484222325ULL;
  for (const char c : name) bits = (bits ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
  bits += static_cast<std::uint64_t>(count) * 0x9e3779b97f4a7c15ULL;
  bits = (bits ^ (bits >> 30)) * 0xbf58476d1ce4e5b9ULL;
  bits = (bits ^ (bits >> 27)) * 0x94d049bb133111ebULL;
  bits ^= bits >> 31;
  return static_cast<double>(bits >> 11) * 0x1p-53;
}

}  // namespace tradewatch::runtime
