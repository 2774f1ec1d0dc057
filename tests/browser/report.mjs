// The example assessment in the hands of a reader.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { emptyFolder, hallmark, launch, open } from "./browser.mjs";

let browser, file, desktop;
before(async () => {
  const out = emptyFolder("assessment");
  hallmark("report", "joint_strategic_assessment", "-C", process.env.EXAMPLE, "-o", out, "--format", "html");
  file = join(out, "joint_strategic_assessment.html");
  browser = await launch();
  desktop = await open(browser, file);
});
after(() => browser?.close());

const visiblePanel = (page) => page.locator("[popover]:popover-open, dialog[open]");

test("a number opens its source by click, and closes again", async () => {
  const { page, incidents } = desktop;
  const number = page.locator("data.number").first();
  await number.click();
  const panel = visiblePanel(page);
  assert.equal(await panel.count(), 1);
  assert.match(await panel.innerText(), /police_street_crime/);
  assert.match(await panel.innerText(), /[0-9a-f]{12}…/);
  await page.keyboard.press("Escape");
  assert.equal(await panel.count(), 0);
  assert.deepEqual(incidents, []);
});

test("a number opens its source by keyboard, and the focus returns to it", async () => {
  const { page, incidents } = desktop;
  const focused = () => page.evaluate(() => document.activeElement.closest("data.number")?.id ?? "");
  for (let presses = 0; presses < 300 && !(await focused()); ++presses) await page.keyboard.press("Tab");
  const id = await focused();
  assert.notEqual(id, "", "no number was reached by Tab");
  await page.keyboard.press("Enter");
  const panel = visiblePanel(page);
  assert.equal(await panel.count(), 1);
  await page.keyboard.press("Escape");
  assert.equal(await panel.count(), 0);
  assert.equal(await focused(), id);
  assert.deepEqual(incidents, []);
});

test("every number that is marked has a source to show", async () => {
  const { page } = desktop;
  const without = await page.evaluate(() => {
    const known = JSON.parse(document.querySelector('script[type="application/json"]').textContent).numbers;
    return [...document.querySelectorAll("data.number")].filter((number) => !known[number.id]).length;
  });
  assert.equal(without, 0);
});

for (const [name, width, zoom] of [["a screen of 320 pixels", 320, 1], ["200 % zoom", 640, 2]])
  test(`on ${name} nothing is cut off, and what is too wide scrolls by keyboard in a place of its own`, async () => {
    // Zooming a window of 1280 pixels to 200 % leaves 640 of them to the page, at two device pixels each.
    const { page, close } = await open(browser, file, { viewport: { width, height: 800 }, deviceScaleFactor: zoom });
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth));
    const found = await page.evaluate(() => {
      const scrolls = (e) => e && ["auto", "scroll"].includes(getComputedStyle(e).overflowX);
      const holder = (e) => { while (e && !scrolls(e)) e = e.parentElement; return e; };
      const cut = [...document.querySelectorAll("h1, h2, h3, h4, p, li, figcaption, table")]
        .filter((e) => e.getClientRects().length > 0 && e.getBoundingClientRect().right > window.innerWidth + 1);
      return cut.filter((e) => !(holder(e)?.tabIndex === 0)).map((e) => e.outerHTML.slice(0, 120));
    });
    assert.deepEqual(found, []);
    await close();
  });

test("print shows the report and nothing that needs a click", async () => {
  const { page } = desktop;
  await page.emulateMedia({ media: "print" });
  assert.equal(await visiblePanel(page).count(), 0);
  assert.ok(await page.locator("h1").first().isVisible());
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth));
  const pdf = await page.pdf({ format: "A4" });
  assert.ok(pdf.length > 100_000);
  await page.emulateMedia({ media: null });
});

test("the content security policy lets no other script or request through", async () => {
  const { page, incidents } = desktop;
  assert.deepEqual(incidents, []);  // whatever the tests before did
  await page.evaluate(() => {
    const script = document.createElement("script");
    script.textContent = "window.injected = true";
    document.body.append(script);
    const image = new Image();
    image.src = "https://example.invalid/x.png";
    document.body.append(image);
    const button = document.createElement("button");
    button.setAttribute("onclick", "window.injected = true");
    document.body.append(button);
    button.click();
  });
  await page.waitForTimeout(200);
  assert.equal(await page.evaluate(() => window.injected), undefined);
  // Chromium announces the request before the policy blocks it.
  assert.ok(incidents.every((each) => /violates|^request https:\/\/example\.invalid/.test(each)), incidents.join("\n"));
  assert.equal(incidents.filter((each) => each.includes("violates")).length, 3);
});

test("axe finds no violation of WCAG A or AA", async () => {
  const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
  const { page, close } = await open(browser, file, { bypassCSP: true });
  await page.evaluate(axe);
  for (const width of [1280, 320]) {
    await page.setViewportSize({ width, height: 900 });
    const { violations } = await page.evaluate(() =>
      axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], resultTypes: ["violations"] }));
    const told = violations.map((v) => `${v.id} (${v.nodes.length}): ${v.help}\n  ${v.nodes[0].html.slice(0, 200)}\n  ${v.nodes[0].failureSummary}`);
    assert.deepEqual(told, [], `at ${width} pixels`);
  }
  await close();
});
