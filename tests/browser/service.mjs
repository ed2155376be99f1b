// The real program with settings of its own in a folder of its own, and the figures that a test wants in it.
import { spawn, execFileSync } from "node:child_process";
import { mkdtempSync, openSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const program = process.env.TRADEWATCH ?? path.join(root, "build/release/tradewatch");
const figures = path.join(root, "config/figures");

const component = (source, reporter, partner, flow) =>
  `  { source = "${source}", reporter = "${reporter}", partner = "${partner}", flow = "${flow}" },\n`;
const bothFlows = component("sbp", "PAK", "KAZ", "export") + component("sbp", "PAK", "KAZ", "import");

const target = (id, title, amount, window, { extra = "", announced = "2026-02-04" } = {}) => `
[[target]]
id = "${id}"
title = "${title}"
amount = "${amount}"
announced = ${announced}
window = "${window}"
announcement = { text = "One billion within a year", source = "https://example.org/a", said_by = "A minister" }
components = [
${bothFlows}]
${extra}
[target.alert]
stale_after = "3650 days"
persist = 1
`;

const mirror = `mirror = [
${component("kaz-bns", "KAZ", "PAK", "two-way")}]
[[target.reading]]
id = "kazakh-figures"
components = [
${component("kaz-bns", "KAZ", "PAK", "two-way")}]`;

export const easyTarget =
  target("easy", "The same trade: sixty million in a year", "60 million USD", "2026-03/2027-02");

// A target of each kind of verdict, and one that has no figures.
const targets =
  target("pak-kaz-1bn", "Pakistan-Kazakhstan trade: one billion US dollars in a year", "1 billion USD",
    "2026-03/2027-02", { extra: mirror }) +
  easyTarget +
  target("past", "Trade of the year 2024: two hundred million", "200 million USD", "2024-01/2024-12",
    { announced: "2023-06-01" }) +
  `
[[target]]
id = "unseen"
title = "A trade of which nothing is known"
amount = "5 million USD"
announced = 2026-02-04
window = "2026-03/2027-02"
components = [
${component("sbp", "PAK", "UZB", "export")}]
`;

export class Service {
  // `withFigures`: the shipped figures are imported before it starts. `only`: settings with that target alone.
  static async start({ withFigures = true, only = null, demo = false } = {}) {
    const service = new Service();
    service.folder = mkdtempSync(path.join(tmpdir(), "tradewatch-browser-"));
    service.inbox = path.join(service.folder, "inbox");
    const config = path.join(service.folder, "tradewatch.toml");
    writeFileSync(config, `
[service]
listen = "127.0.0.1:0"
time_zone = "UTC"
languages = ["en"]
[store]
url = "sqlite:tradewatch.db"
[intake]
inbox = "inbox"
${only ?? targets}
[[receiver]]
name = "file"
type = "file"
path = "alerts.jsonl"
`);
    const environment = { ...process.env, TRADEWATCH_DEMO: service.folder, TZ: "America/Los_Angeles" };
    if (withFigures && !demo) {
      const files = readdirSync(figures).filter((name) => name.endsWith(".csv")).map((name) => path.join(figures, name));
      execFileSync(program, ["import", "--config", config, ...files], { stdio: ["ignore", "ignore", "inherit"], env: environment });
    }
    const settings = demo ? ["--demo"] : ["--config", config];
    service.process = spawn(program, ["serve", ...settings], { stdio: ["ignore", "pipe", openSync(path.join(service.folder, "log.txt"), "a")], env: environment });
    service.address = await service.#announced();
    return service;
  }

  #announced() {
    return new Promise((resolve, reject) => {
      let text = "";
      const patience = setTimeout(() => reject(new Error("the service did not announce its address: " + text)), 120_000);
      this.process.stdout.on("data", (chunk) => {
        text += chunk;
        const found = /tradewatch: (http:\/\/127\.0\.0\.1:\d+)\//.exec(text);
        if (!found) return;
        clearTimeout(patience);
        resolve(found[1]);
      });
      this.process.on("exit", (code) => reject(new Error(`the service ended with ${code}: ${text}`)));
    });
  }

  // As a careful program does it: written elsewhere, then moved in whole.
  drop(name, content) {
    const part = path.join(this.folder, name + ".new");
    writeFileSync(part, content);
    renameSync(part, path.join(this.inbox, name));
  }

  async stop() {
    const ended = new Promise((resolve) => this.process.on("exit", resolve));
    this.process.kill("SIGTERM");
    await ended;
    rmSync(this.folder, { recursive: true, force: true });
  }
}

// One release of both flows, in million US dollars.
export function release(period, exported, imported, published) {
  const row = (flow, value) => `PAK,KAZ,${flow},${period},${value},USD million,sbp,payments,${published}\n`;
  return "reporter,partner,flow,period,value,unit,source,basis,published\n" + row("export", exported) + row("import", imported);
}
