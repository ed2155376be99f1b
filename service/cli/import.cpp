// import FILE...: takes figures from files. A document is taken whole or not at all.

#include <fmt/format.h>

#include <boost/json.hpp>
#include <iostream>

#include "service/cli/command.h"
#include "service/cli/document_bytes.h"
#include "service/cli/progress.h"
#include "service/cli/reading_aids.h"
#include "service/intake/mapping_file.h"
#include "service/watch/import_document.h"

namespace tradewatch::cli {
namespace {

struct ImportOptions {
  std::vector<std::string> files;
  std::string format;
  std::string source;
  std::string published;
  std::string mapping;
  std::vector<std::string> rates;
  bool dry_run = false;
};

OrStop<std::string> bytes_of(const std::string& file) {
  if (file != "-") return document_bytes(file, "a file of figures, or - for standard input");
  std::string bytes;
  take_document(std::cin, bytes);
  return bytes;
}

// Of --mapping.
OrStop<std::optional<intake::Mapping>> forced_mapping(const ImportOptions& options) {
  if (options.mapping.empty()) return std::nullopt;
  auto mapping = intake::read_mapping_file(options.mapping);
  if (mapping) return *std::move(mapping);
  return std::unexpected(Stop{mapping.error(), kWrongUsage});
}

OrStop<int> import(const Shared& shared, const ImportOptions& options, const runtime::Clock& clock) {
  intake::ReadOptions reading;
  reading.default_source = options.source;
  reading.taken_date = std::chrono::floor<std::chrono::days>(clock.now());
  if (!options.published.empty()) {
    reading.default_published = trade::parse_published(options.published);
    if (!reading.default_published) {
      return std::unexpected(Stop{
          fmt::format("--published: found \"{}\", expected a date 2026-02-04 or a month 2026-02", options.published),
          kWrongUsage});
    }
  }
  const auto settings = load(shared, clock);
  if (!settings) return std::unexpected(settings.error());
  auto aids = reading_aids(*settings);
  if (!aids) return std::unexpected(aids.error());
  const auto forced = forced_mapping(options);
  if (!forced) return std::unexpected(forced.error());
  if (*forced) reading.mapping = &**forced;
  reading.format = options.format;
  aids->rate_files.insert(aids->rate_files.end(), options.rates.begin(), options.rates.end());
  Lending lending(*aids);
  if (const auto lent = lending.lend_to(reading); !lent) return std::unexpected(lent.error());
  name_demo(shared, *settings);
  auto store = open_store(*settings, storage::OpenMode::read_write);
  if (!store) return std::unexpected(store.error());

  boost::json::array list;
  int code = kDone;
  for (const std::string& file : options.files) {
    auto bytes = bytes_of(file);
    if (!bytes) {
      fmt::print(stderr, "{}\n", bytes.error().message);
      code = bytes.error().code;
      continue;
    }
    reading.document = file == "-" ? file : file.substr(file.find_last_of('/') + 1);
    Progress progress(reading.document + ": figures kept", 0, clock);
    const auto report = watch::import_document(*store, *std::move(bytes), reading, clock.now(),
                                               options.dry_run ? watch::Dry::yes : watch::Dry::no,
                                               [&](std::size_t figures, std::size_t of) { progress.at(figures, of); });
    progress.end();
    if (!report) return std::unexpected(stop_of(report.error()));
    const bool refused = report->outcome == intake::DocumentReport::Outcome::refused;
    if (refused) code = kRefused;
    if (shared.json) {
      list.push_back(intake::to_json(*report));
    } else if (refused) {
      fmt::print(stderr, "{}", intake::to_text(*report));
    } else {
      print(intake::summary_line(*report));
      fmt::print(stderr, "{}", intake::note_lines(*report));
    }
  }
  if (shared.json) print_json(list);
  return code;
}

}  // namespace

void add_import(const Program& program) {
  auto* command = program.app.add_subcommand("import", "Take figures from files (- is standard input)");
  auto options = std::make_shared<ImportOptions>();
  add_shared(*command, program.shared);
  command->add_option("files", options->files, "Files of figures")->required();
  command->add_option("--format", options->format, "The format it must be in, such as house-csv or comtrade-json");
  command->add_option("--mapping", options->mapping, "Read by this mapping file, whatever else the table looks like");
  command->add_option("--source", options->source, "Who published, for rows that do not say");
  command->add_option("--published", options->published, "When it was published, for rows that do not say");
  command
      ->add_option("--rates", options->rates, "A file of exchange rates, beside those of the settings; may be repeated")
      ->allow_extra_args(false);
  command->add_flag("--dry-run", options->dry_run, "Say what would be taken; write nothing");
  command->callback([=] { program.chosen = [=] { return import(program.shared, *options, program.clock); }; });
}

}  // namespace tradewatch::cli
