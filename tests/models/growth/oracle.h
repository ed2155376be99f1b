// Runs a reference program of another maker and reads the numbers that it prints.

#pragma once

#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <sstream>
#include <string>
#include <vector>

namespace tradewatch::growth {

// `script` is Python and finds numpy, scipy and statsmodels.
inline std::vector<double> oracle_numbers(const std::string& script, const std::string& argument) {
  const std::string command = "PYTHONDONTWRITEBYTECODE=1 PYTHONPATH=" TRADEWATCH_ORACLE_PATH
                              " OPENBLAS_NUM_THREADS=1 /usr/bin/python3 " +
                              script + " " + argument;
  std::string text;
  FILE* pipe = popen(command.c_str(), "r");
  std::array<char, 4096> part{};
  while (pipe != nullptr && fgets(part.data(), static_cast<int>(part.size()), pipe) != nullptr) text += part.data();
  EXPECT_TRUE(pipe != nullptr && pclose(pipe) == 0) << command;
  std::istringstream in(text);
  std::vector<double> numbers;
  for (double x = 0.0; in >> x;) numbers.push_back(x);
  return numbers;
}

}  // namespace tradewatch::growth
