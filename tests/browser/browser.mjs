// Debian's Chromium, with every connection of its own switched off, and pages that keep what went wrong on them.
import { chromium } from "playwright-core";

const flags = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync",
];

export const sizes = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 900 } };

export function launch() {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: flags });
}

// A page that notes console errors, faults of scripts, refused content and requests to other hosts in `page.faults`.
export async function open(browser, address, { size = "desktop", scheme = "light", ...options } = {}) {
  const context = await browser.newContext({ viewport: sizes[size], colorScheme: scheme, ...options });
  context.setDefaultNavigationTimeout(300_000); // a target's past takes a while the first time, on a busy machine long
  const page = await context.newPage();
  page.faults = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") page.faults.push("console: " + message.text());
  });
  page.on("pageerror", (error) => page.faults.push("script: " + error.message));
  page.on("request", (request) => {
    if (new URL(request.url()).origin !== new URL(address).origin) page.faults.push("asks " + request.url());
  });
  page.on("response", (response) => {
    if (response.status() >= 400) page.faults.push(`${response.status()} ${response.url()}`);
  });
  await page.goto(address);
  return page;
}
