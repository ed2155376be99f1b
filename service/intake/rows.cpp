#include "service/intake/rows.h"

#include <algorithm>

namespace tradewatch::intake {

std::string cell_name(int column, int line) {
  std::string letters;
  for (int left = column; left > 0; left = (left - 1) / 26) letters += static_cast<char>('A' + (left - 1) % 26);
  std::reverse(letters.begin(), letters.end());
  return letters + std::to_string(line);
}

}  // namespace tradewatch::intake
