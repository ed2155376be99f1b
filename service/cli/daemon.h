// The daemon: inbox, assessments, deliveries and the web on one loop, with workers for whatever blocks.
//
//   store thread   takes documents from the inbox, one after the other
//   fit threads    bring targets up to date, each with a store session of its own
//   senders        deliver notices, a thread for each receiver
//   backup thread  copies the store when a backup is due
//   loop           waits, watches, answers; never blocks
//
// Everything is derived from the store: each pass asks what is new there, so nothing depends on having seen an event.

#pragma once

#include <memory>

#include "service/cli/command.h"

namespace tradewatch::cli {

class Daemon {
 public:
  struct Options {
    std::string settings_file;
    bool demo = false;  // a busy port is no reason not to show the demo: another one is taken
  };

  // Opens what can fail before anything runs: store, inbox, address.
  [[nodiscard]] static OrStop<std::unique_ptr<Daemon>> make(settings::Settings settings, Options options,
                                                            const runtime::Clock& clock);
  ~Daemon();

  // Until SIGTERM or SIGINT has drained it; at once where the store turns out to be damaged, before anything is taken.
  [[nodiscard]] OrStop<int> run();

 private:
  struct Parts;
  explicit Daemon(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace tradewatch::cli
