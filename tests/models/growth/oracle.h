// Runs a reference program of this folder, with Debian's statsmodels and numpy, and reads the numbers it prints.

#pragma once

#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <sstream>
#include <string>
#include <vector>

namespace tradewatch::growth {

inline std::vector<double> oracle_numbers(const std::string& program, const std::string& argument) {
  const std::string command = "PYTHONPATH=" TRADEWATCH_ORACLE_PATH
                              " OPENBLAS_NUM_THREADS=1 /usr/bin/python3 -B " TRADEWATCH_SOURCE_DIR
                              "/tests/models/growth/" +
                              program + " " + argument;
  std::string out;
  FILE* pipe = popen(command.c_str(), "r");
  std::array<char, 4096> part{};
  while (pipe != nullptr && fgets(part.data(), static_cast<int>(part.size()), pipe) != nullptr) out += part.data();
  EXPECT_TRUE(pipe != nullptr && pclose(pipe) == 0) << command;
  std::istringstream in(out);
  std::vector<double> numbers;
  for (double x = 0.0; in >> x;) numbers.push_back(x);
  return numbers;
}

}  // namespace tradewatch::growth
