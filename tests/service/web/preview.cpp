// Serves the sample targets until SIGINT: to look at the pages with a browser.

#include <fmt/format.h>

#include <cstdio>

#include "service/runtime/log_setup.h"
#include "service/web/http_server.h"
#include "service/web/routes.h"
#include "tests/service/web/sample_content.h"

int main() {
  namespace web = tradewatch::web;
  tradewatch::runtime::set_up_log(spdlog::level::info);
  tradewatch::runtime::Loop loop;
  const tradewatch::runtime::SystemClock clock;
  const web::SampleContent content;
  auto server =
      web::HttpServer::listen(loop, clock, "127.0.0.1", 0,
                              {.at_once = [&](const web::Request& request) { return web::route(request, content); }});
  if (!server) return 1;
  fmt::print("http://127.0.0.1:{}/\n", server->port());
  std::fflush(stdout);
  loop.on_signals([&] { server->stop([&] { loop.stop(); }); }, [] {});
  loop.run();
}
