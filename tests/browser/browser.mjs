// Chromium on a file as a reader opens it, and a record of everything that should not happen there.
import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

export const folder = process.env.FOLDER;

export function hallmark(...words) {
  return execFileSync(process.env.HALLMARK, words, { encoding: "utf8", cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
}

export function emptyFolder(name) {
  const path = join(folder, name);
  rmSync(path, { recursive: true, force: true });
  mkdirSync(path, { recursive: true });
  return path;
}

export function write(path, content) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

export const launch = () =>
  chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"] });

// A page with `file` in it. `incidents` collects requests beyond the file, console errors, script errors and dialogs.
export async function open(browser, file, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(120_000);  // of a machine that does other things too
  const url = pathToFileURL(file).href;
  const incidents = [];
  page.on("request", (request) => request.url().split("#")[0] === url || incidents.push(`request ${request.url()}`));
  page.on("console", (message) => message.type() === "error" && incidents.push(`console ${message.text()}`));
  page.on("pageerror", (error) => incidents.push(`script ${error.message}`));
  page.on("dialog", (dialog) => (incidents.push(`dialog ${dialog.message()}`), dialog.dismiss()));
  await page.goto(url);
  return { page, incidents, close: () => context.close() };
}
