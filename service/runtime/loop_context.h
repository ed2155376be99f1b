// The loop's Asio context. Only .cpp files that speak Asio include this: it is slow to compile.

#pragma once

#include <boost/asio/io_context.hpp>

#include "service/runtime/loop.h"

namespace tradewatch::runtime {

struct Loop::Context {
  boost::asio::io_context io{1};  // one thread runs it; `post` and `stop` stay safe from all
};

}  // namespace tradewatch::runtime
