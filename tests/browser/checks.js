// What every page owes to whoever reads it, however they read it.

import assert from "node:assert/strict";

import { DESK, NARROW, PHONE } from "./support.js";

/** What is wrong with the markup of the page that is open; runs inside it. */
function faultsOfMarkup() {
  const faults = [];
  const fault = (words, element) => faults.push(element ? `${words}: ${element.outerHTML.slice(0, 160)}` : words);
  const root = document.documentElement;
  const referenced = (ids) => ids.split(/\s+/).map((id) => document.getElementById(id)?.textContent ?? "").join(" ");
  const name = (element) => {
    const labels = [...(element.labels ?? [])].map((label) => label.textContent);
    const by = element.getAttribute("aria-labelledby");
    return [...labels, element.getAttribute("aria-label"), by && referenced(by)].join(" ").trim();
  };

  if (!root.lang) fault("the page names no language");
  if (!["ltr", "rtl"].includes(root.dir)) fault("the page names no direction");
  if (!/\S · Entente$/.test(document.title)) fault(`the title says "${document.title}"`);
  const headings = document.querySelectorAll("h1");
  if (headings.length !== 1) fault(`${headings.length} elements h1`);
  if (!document.querySelector("main h1")?.textContent.trim()) fault("no heading in the main part");

  for (const field of document.querySelectorAll("input:not([type=hidden], [aria-hidden=true][tabindex='-1']), select, textarea")) {
    if (!name(field)) fault("a field without a label", field);
  }
  for (const fieldset of document.querySelectorAll("fieldset")) {
    if (!fieldset.querySelector(":scope > legend")?.textContent.trim()) fault("a group without a legend", fieldset);
  }
  for (const control of document.querySelectorAll("a[href], button, summary")) {
    if (!control.textContent.trim() && !name(control)) fault("a control without a name", control);
  }
  for (const picture of document.querySelectorAll("svg:not([aria-hidden]), img:not([alt])")) {
    if (!name(picture)) fault("a picture without words", picture);
  }
  for (const part of document.querySelectorAll("[aria-labelledby]")) {
    if (!referenced(part.getAttribute("aria-labelledby")).trim()) fault("a label that is not there", part);
  }
  const ids = new Set();
  for (const element of document.querySelectorAll("[id]")) {
    if (ids.has(element.id)) fault("an id that is taken", element);
    ids.add(element.id);
  }
  return faults;
}

/** Nothing sticks out, with everything that folds shut, and again with everything open. */
export async function assertFits(visitor) {
  await visitor.assertNoSidewaysScroll();
  await visitor.page.evaluate(() => {
    for (const folded of document.querySelectorAll("details:not([open])")) {
      folded.open = true;
      folded.dataset.unfolded = "";
    }
  });
  await visitor.assertNoSidewaysScroll();
  await visitor.page.evaluate(() => {
    for (const folded of document.querySelectorAll("[data-unfolded]")) {
      folded.open = false;
      delete folded.dataset.unfolded;
    }
  });
}

/**
 * Looks at the page that is open: its markup, on a phone and a desk, in light and dark, from right to left, and that it
 * fits the narrowest screen; and leaves it as it was. Pictures are taken under this name.
 */
export async function look(visitor, name) {
  const { page } = visitor;
  const before = page.viewportSize();
  assert.deepEqual(await page.evaluate(faultsOfMarkup), [], `${name}: ${page.url()}`);
  await page.setViewportSize(NARROW);
  await assertFits(visitor);
  for (const viewport of [PHONE, DESK]) {
    await page.setViewportSize(viewport);
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme });
      await assertFits(visitor);
      await visitor.picture(`${name}-${viewport.width}-${colorScheme}`);
    }
    await page.emulateMedia({ colorScheme: null });
    const dir = await page.evaluate(() => document.documentElement.dir);
    await page.evaluate(() => (document.documentElement.dir = "rtl"));
    await assertFits(visitor);
    await visitor.picture(`${name}-${viewport.width}-rtl`);
    await page.evaluate((dir) => (document.documentElement.dir = dir), dir);
  }
  await page.setViewportSize(before);
  visitor.assertClean();
}

/** Asks again until `probe` gives true: for what follows a change within moments. */
export async function eventually(what, probe) {
  for (const until = Date.now() + 10_000; Date.now() < until; ) {
    if (await probe()) return;
    // What the probe looks at moves only when nothing else runs.
    await new Promise((done) => setTimeout(done, 20));
  }
  assert.fail(`${what}: not within ten seconds`);
}
