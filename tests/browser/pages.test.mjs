// What a reader meets: the pages of the real service in a real browser.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, describe, test } from "node:test";

import { launch, open, sizes } from "./browser.mjs";
import { easyTarget, release, Service } from "./service.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

// axe goes in through the debugger: the page's own policy forbids scripts from elsewhere, and stays in force.
async function violations(page) {
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(axe);
  const options = { runOnly: { type: "tag", values: rules }, resultTypes: ["violations"] };
  const found = await page.evaluate((how) => globalThis.axe.run(how), options);
  return found.violations.map((v) => `${v.id}: ${v.help}: ${v.nodes.map((n) => n.target.join(" ")).slice(0, 3).join("; ")}`);
}

const cutTables = (page) => page.evaluate(() => [...document.querySelectorAll("[role=region]")]
  .filter((each) => each.scrollWidth > each.clientWidth).map((each) => each.getAttribute("aria-label")));

// The same page as it looks with each size and scheme, with everything unfolded: no barrier, nothing wider than the
// window, no error, no other host.
async function assertGood(page, looks) {
  await page.evaluate(() => document.querySelectorAll("details").forEach((each) => (each.open = true)));
  for (const [size, colorScheme] of looks) {
    await page.setViewportSize(sizes[size]);
    await page.emulateMedia({ colorScheme });
    assert.deepEqual(await violations(page), [], `${size}, ${colorScheme}`);
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.ok(wider <= 0, `${size}: the page is ${wider} px wider than the window`);
    if (size === "phone") assert.deepEqual(await cutTables(page), [], "tables of which a phone shows a part");
  }
  assert.deepEqual(page.faults, []);
}

const crosswise = [["phone", "light"], ["desktop", "dark"]];
const everyLook = [...crosswise, ["desktop", "light"], ["phone", "dark"]];

// A second, as promised; more on a machine that has other work.
const patience_ms = Number(process.env.LIVE_WITHIN_MS ?? 1000);

// Pages of a PDF by its own page objects.
const pagesOf = (pdf) => (pdf.toString("latin1").match(/\/Type\s*\/Page[^s]/g) ?? []).length;

describe("pages", () => {
  let service;
  let browser;
  before(async () => {
    service = await Service.start();
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await service?.stop();
  });

  const addresses = {
    overview: "/",
    "off track": "/targets/pak-kaz-1bn",
    "its past": "/targets/pak-kaz-1bn/history",
    report: "/report",
    "on track": "/targets/easy",
    achieved: "/targets/past",
    unknown: "/targets/unseen",
    "as published": "/?as_published=2025-08-01",
    "one target as published": "/targets/pak-kaz-1bn?as_published=2025-08-01",
  };
  const inEveryLanguage = ["overview", "off track", "its past", "report"];
  const addressOf = (name, language) =>
    service.address + addresses[name] + (addresses[name].includes("?") ? "&" : "?") + "lang=" + language;

  for (const name of Object.keys(addresses)) {
    for (const language of inEveryLanguage.includes(name) ? ["en", "ur", "kk", "ru"] : ["en"]) {
      test(`${name}, ${language}: no barrier, no error and no other host, phone and desktop, light and dark`, async () => {
        const page = await open(browser, addressOf(name, language), { size: "phone" });
        assert.equal(await page.evaluate(() => document.documentElement.lang), language);
        await assertGood(page, language === "en" ? everyLook : crosswise);
        await page.context().close();
      });
    }
  }

  for (const language of ["ur", "kk", "ru"]) {
    test(`no date or month of a page in ${language} is written in codes`, async () => {
      for (const name of ["off track", "its past"]) {
        const page = await open(browser, addressOf(name, language));
        const cells = await page.locator("td, th").evaluateAll((all) => all.map((each) => each.textContent));
        assert.ok(cells.length > 50, name);
        assert.deepEqual(cells.filter((text) => /^\s*[\u2067\u2068]?\d{4}-\d{2}/.test(text)), [], name);
        await page.context().close();
      }
    });
  }

  test("the most urgent target comes first, and each says its verdict in words", async () => {
    const page = await open(browser, service.address + "/");
    const verdicts = await page.locator(".card .verdict").allInnerTexts();
    assert.deepEqual(verdicts.map((text) => text.replace(/^[^A-Z]*/, "")), ["Off track", "Not known yet", "On track", "Achieved"]);
    await page.context().close();
  });

  test("the keyboard alone reaches a target, its figures, and the way back", async () => {
    const page = await open(browser, service.address + "/");
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.className), "skip");
    await page.keyboard.press("Enter");
    const focused = () => page.evaluate(() => document.activeElement.getAttribute("href") ?? document.activeElement.id);
    const tabTo = async (what) => {
      for (let i = 0; i < 60; ++i) {
        await page.keyboard.press("Tab");
        const outline = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
        assert.notEqual(outline, "none", `no focus to be seen on ${await focused()}`);
        if ((await page.evaluate(what)) === true) return;
      }
      assert.fail("not reached: " + what);
    };
    await tabTo(() => document.activeElement.getAttribute("href") === "/targets/pak-kaz-1bn");
    await page.keyboard.press("Enter");
    await page.waitForURL("**/targets/pak-kaz-1bn");
    await tabTo(() => document.activeElement.parentElement?.id === "figures");
    await page.keyboard.press("Space");
    assert.equal(await page.locator("#figures").evaluate((each) => each.open), true);
    await tabTo(() => document.activeElement.matches("#figures .scroll"));
    await page.goBack();
    assert.equal(new URL(page.url()).pathname, "/");
    assert.deepEqual(page.faults, []);
    await page.context().close();
  });

  test("Back returns from the past to now", async () => {
    const page = await open(browser, service.address + "/");
    await page.fill("#past", "2025-08-01");
    await page.click(".ask button");
    await page.waitForURL("**/?as_published=2025-08-01");
    assert.match(await page.locator(".past").innerText(), /published by 1 August 2025/);
    await page.click(".card h2 a >> nth=0");
    assert.match(page.url(), /as_published=2025-08-01/);
    assert.match(await page.locator("article .latest").innerText(), /June 2025/);
    await page.goBack();
    await page.goBack();
    assert.equal(await page.locator(".past").count(), 0);
    await page.context().close();
  });

  test("a moment that is none is refused in words", async () => {
    const page = await (await browser.newContext()).newPage();
    const answer = await page.goto(service.address + "/?as_of=yesterday");
    assert.equal(answer.status(), 400);
    assert.match(await page.locator("main").innerText(), /as_of: found "yesterday", expected a date/);
    await page.context().close();
  });

  test("a target prints on one A4 page, with its verdict and its chart", async () => {
    for (const address of ["/targets/pak-kaz-1bn", "/targets/past", "/"]) {
      const page = await open(browser, service.address + address);
      const pdf = await page.pdf({ format: "A4", preferCSSPageSize: true });
      assert.equal(pagesOf(pdf), 1, address);
      await page.context().close();
    }
  });

  test("the page is whole without its script", async () => {
    const page = await open(browser, service.address + "/targets/pak-kaz-1bn", { javaScriptEnabled: false });
    assert.match(await page.locator("h1").innerText(), /Pakistan-Kazakhstan/);
    await page.context().close();
  });

  test("every link of a target's page leads somewhere", async () => {
    const page = await open(browser, service.address + "/targets/pak-kaz-1bn");
    const links = await page.locator("a[href^='/']").evaluateAll((all) => all.map((each) => each.getAttribute("href")));
    assert.ok(links.some((link) => link.endsWith("chart.png")));
    for (const link of new Set(links)) {
      const answer = await page.request.get(service.address + link);
      assert.equal(answer.status(), 200, link);
    }
    await page.context().close();
  });

  // The service itself runs under the zone of Los Angeles (service.mjs).
  for (const zone of ["America/Los_Angeles", "Asia/Almaty", "Pacific/Kiritimati"]) {
    test(`months are the figures' own for a reader in ${zone}`, async () => {
      const page = await open(browser, service.address + "/targets/pak-kaz-1bn", { timezoneId: zone });
      assert.equal(await page.evaluate(() => Intl.DateTimeFormat().resolvedOptions().timeZone), zone);
      assert.match(await page.locator("article .latest").innerText(), /Newest month: October 2025, published 9 December 2025/);
      const months = await page.locator(".wide text").evaluateAll((all) => all.map((each) => each.textContent).filter((text) => /^\d{4}-\d{2}$/.test(text)));
      assert.ok(months.length > 3);
      assert.ok(months.every((month) => /-(01|04|07|10)$/.test(month)), months.join());
      await page.context().close();
    });
  }
});

describe("what changes", () => {
  let service;
  let browser;
  before(async () => {
    service = await Service.start({ only: easyTarget });
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await service?.stop();
  });

  test("a dropped figure that turns a verdict is on the open page within a second, and what was open stays open", async () => {
    const overview = await open(browser, service.address + "/");
    const page = await open(browser, service.address + "/targets/easy");
    await page.locator("#figures summary").click();
    assert.match(await page.locator("article > header .verdict").innerText(), /On track/);
    const begun = Date.now();
    service.drop("window.csv", release("2026-03/2027-02", "700", "400", "2026-03-20"));
    await page.waitForFunction(() => /Achieved/.test(document.querySelector("article > header .verdict").innerText), null, { timeout: 30_000 });
    const taken = Date.now() - begun;
    console.log(`live update after ${taken} ms`);
    await overview.waitForFunction(() => /Achieved/.test(document.querySelector("#target-easy .verdict").innerText));
    assert.equal(await page.locator("#figures").evaluate((each) => each.open), true);
    assert.equal(await page.locator("#live").innerText(), "The page was brought up to date.");
    assert.ok(taken < patience_ms, `${taken} ms`);
    assert.deepEqual([...page.faults, ...overview.faults], []);
  });
});

describe("the first minute", () => {
  test("an empty store says what to drop where, and its sample is taken", async () => {
    const service = await Service.start({ withFigures: false });
    const browser = await launch();
    const page = await open(browser, service.address + "/");
    assert.match(await page.locator(".welcome").innerText(), /Nothing is here yet/);
    assert.ok((await page.locator(".welcome").innerText()).includes(service.inbox));
    assert.deepEqual(await violations(page), []);
    const sample = await page.request.get(service.address + "/sample.csv");
    service.drop("sample.csv", await sample.text());
    await page.waitForFunction(() => !document.querySelector(".welcome"), null, { timeout: 30_000 });
    assert.deepEqual(page.faults, []);
    await browser.close();
    await service.stop();
  });

  test("the demo says that it is one, and where it keeps what", async () => {
    const service = await Service.start({ demo: true });
    const browser = await launch();
    const page = await open(browser, service.address + "/");
    const welcome = await page.locator(".welcome").innerText();
    assert.match(welcome, /demonstration/);
    assert.ok(welcome.includes(service.inbox));
    assert.deepEqual(page.faults, []);
    await browser.close();
    await service.stop();
  });
});
