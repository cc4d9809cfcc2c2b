// Opens report pages in a real Chromium and lets axe-core look at them: check_accessibility.mjs FOLDER PAGE...
// Each in both languages and both appearances, with everything unfolded, and with the drawer open where there is evidence.
// Status 77 (skipped) where the packages of package.json or Chromium (Debian: chromium) are not installed.
import {createRequire} from "node:module";
import {existsSync, readFileSync} from "node:fs";
import {resolve} from "node:path";
import {pathToFileURL} from "node:url";

const require = createRequire(import.meta.url), executablePath = ["/usr/bin/chromium", "/usr/bin/chromium-browser"].find(existsSync);
let axe, chromium;
try {
  axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
  ({chromium} = require("playwright-core"));
} catch {
  console.log("axe-core and playwright-core are not installed: npm ci in tests/web");
  process.exit(77);
}
if (!executablePath) {
  console.log("chromium is not installed");
  process.exit(77);
}

const [folder, ...pages] = process.argv.slice(2), wrong = [];
const browser = await chromium.launch({executablePath, args: ["--no-sandbox", "--disable-gpu"]});

async function look(page, name) {
  const {violations} = await page.evaluate(() => axe.run(document, {resultTypes: ["violations"]}));
  for (const {id, help, nodes} of violations) wrong.push(`${name}: ${id}: ${help}: ${nodes.slice(0, 3).map(node => node.target.join(" ")).join("; ")}`);
}

for (const file of pages) for (const width of [1440, 360]) {
  // The page lets no other script in: only this one may.
  const context = await browser.newContext({viewport: {width, height: 900}, bypassCSP: true, reducedMotion: "reduce"}), page = await context.newPage();
  page.on("pageerror", error => wrong.push(`${file}: ${error}`));
  page.on("request", request => { if (!request.url().startsWith("file:") && !request.url().startsWith("data:")) wrong.push(`${file}: asked for ${request.url()}`); });
  for (const language of ["en", "de"]) for (const appearance of ["light", "dark"]) {
    const name = `${file} (${language}, ${appearance}, ${width})`;
    await page.goto(`${pathToFileURL(resolve(folder, file))}?lang=${language}&look=${appearance}`);
    await page.evaluate(axe);
    if (width > 360 || language === "en") await look(page, name);
    await page.evaluate(() => document.querySelectorAll("details").forEach(details => { details.open = true; }));
    const sideways = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (sideways > 0) wrong.push(`${name}: ${sideways} pixels wider than the window`);
    if (width === 360) continue;
    await look(page, `${name}, unfolded`);
    if (!await page.evaluate(() => Boolean(document.querySelector('a[href="#e-1"]')))) continue;
    await page.evaluate(() => { location.hash = "#e-1"; });
    await page.waitForSelector("dialog[open]");
    await look(page, `${name}, evidence`);
    await page.click("#dhex");
    await look(page, `${name}, evidence as hex`);
    const rows = await page.textContent("pre.hex");
    if (!/^[0-9a-f]{6}  [0-9a-f]{2} ••/.test(rows)) wrong.push(`${name}: no masked hex but ${rows}`);
    await page.keyboard.press("Escape");
    if (await page.evaluate(() => Boolean(document.querySelector("dialog[open]")))) wrong.push(`${name}: Escape does not close the evidence`);
  }
  await context.close();
}
await browser.close();
console.log(wrong.join("\n") || "axe-core finds nothing");
process.exit(wrong.length ? 1 : 0);
