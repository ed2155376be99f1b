#include "service/delivery/retry_delay.h"

#include <algorithm>
#include <cstdint>

namespace tradewatch::delivery {
namespace {

constexpr int kMaxDoublings = 20;  // far past the cap, far from overflow

// In [0, 1): FNV-1a over the id, then the finalizer of SplitMix64, because FNV leaves the high bits of short texts
// alike. std::hash would do, but may differ from one standard library to the next.
double jitter(std::string_view notice_id, int attempts) {
  std::uint64_t bits = 0xcbf29ce484222325ULL;
  for (const char c : notice_id) bits = (bits ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
  bits += static_cast<std::uint64_t>(attempts) * 0x9e3779b97f4a7c15ULL;
  bits = (bits ^ (bits >> 30)) * 0xbf58476d1ce4e5b9ULL;
  bits = (bits ^ (bits >> 27)) * 0x94d049bb133111ebULL;
  bits ^= bits >> 31;
  return static_cast<double>(bits >> 11) * 0x1p-53;
}

}  // namespace

std::chrono::microseconds retry_delay(std::string_view notice_id, int attempts) {
  const int doublings = std::clamp(attempts - 1, 0, kMaxDoublings);
  const std::chrono::microseconds whole = std::min(kRetryCap, kRetryBase * (std::int64_t{1} << doublings));
  const auto less = static_cast<std::int64_t>(static_cast<double>(whole.count()) * jitter(notice_id, attempts) / 4);
  return whole - std::chrono::microseconds(less);
}

}  // namespace tradewatch::delivery
