// Pictures of the demo's pages to look at: each page in each language, on a phone in light and a desktop in dark, or
// as the README shows them.
//
// usage: node pictures.mjs FOLDER [LANGUAGE...]
import { mkdirSync } from "node:fs";
import path from "node:path";

import { launch, open } from "./browser.mjs";
import { Service } from "./service.mjs";

const pages = {
  overview: "/",
  target: "/targets/pak-kaz-1bn",
  history: "/targets/pak-kaz-1bn/history",
  report: "/api/v1/reports/2026-W48",
};
const [folder, ...wanted] = process.argv.slice(2);
if (!folder) throw new Error("name the folder for the pictures");
const languages = wanted.length > 0 ? wanted : ["en", "ur", "kk", "ru"];
mkdirSync(folder, { recursive: true });

const service = await Service.start({ demo: true });
const browser = await launch();
try {
  for (const [name, address] of Object.entries(pages)) {
    for (const language of languages) {
      for (const [size, scheme] of [["phone", "light"], ["desktop", "dark"], ]) {
        const page = await open(browser, `${service.address}${address}?format=html&lang=${language}`, { size, scheme });
        await page.evaluate(() => document.querySelectorAll("details").forEach((each) => (each.open = true)));
        await page.screenshot({ path: path.join(folder, `${name}-${language}-${size}-${scheme}.png`), fullPage: true });
        await page.context().close();
      }
    }
  }
} finally {
  await browser.close();
  await service.stop();
}
