// The settings file. It is read from a file that lives in memory alone.

#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <string>

#include "models/trade/figure.h"
#include "service/settings/settings.h"
#include "tests/fuzz/invariants.h"

namespace {

using namespace tradewatch;

// Its folder, /proc/self/fd, has no targets.d.
std::string file_of(const std::uint8_t* data, std::size_t size) {
  static const int kFile = memfd_create("settings", MFD_CLOEXEC);
  const bool written = ftruncate(kFile, 0) == 0 && pwrite(kFile, data, size, 0) == static_cast<ssize_t>(size);
  fuzz::require(kFile >= 0 && written, "the file can be written");
  return "/proc/self/fd/" + std::to_string(kFile);
}

void check_faults(const std::vector<settings::SettingsFault>& faults) {
  fuzz::require(!faults.empty(), "a refusal has a fault");
  for (const settings::SettingsFault& fault : faults) {
    const std::string line = to_line(fault);
    fuzz::require(fuzz::is_clean(line), "faults are UTF-8", line);
    fuzz::require(line.find('\n') == std::string::npos, "a fault is a line", line);
    fuzz::require(!fault.found.empty() || !fault.expected.empty(), "a fault says why", line);
  }
}

void check_target(const targets::Target& target) {
  fuzz::require(!target.id.empty(), "a target has an id");
  fuzz::require(target.amount_usd > 0.0 && target.amount_usd <= trade::kMaxValueUsd, "amounts are in range");
  fuzz::require(target.window.first <= target.window.last, "windows begin before they end");
  fuzz::require(target.window.months() <= settings::kMaxWindowMonths, "windows are within the limit");
  fuzz::require(!target.components.empty(), "a target has components");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto loaded = settings::load_settings(file_of(data, size));
  if (!loaded) {
    check_faults(loaded.error());
    return 0;
  }
  for (const targets::Target& target : loaded->targets) check_target(target);
  fuzz::require(loaded->digest.size() == 64, "settings have a digest");
  return 0;
}
