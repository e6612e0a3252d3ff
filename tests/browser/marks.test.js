// What must not travel is marked with the keyboard, with a finger, and by hand where no script runs.

import assert from "node:assert/strict";
import { test } from "node:test";

import { look } from "./checks.js";
import { browser, entente } from "./opened.js";
import { DESK, PHONE, Visitor } from "./support.js";

const NARRATIVE = "Amina Diallo told us.\n\nWrite to nurse@clinic.example.";

/** Files a draft and opens its workbench from its desk. */
async function workbench(visitor, title) {
  const { page } = visitor;
  await visitor.open("/reports/new");
  await page.getByLabel("Title").fill(title);
  await page.locator("[name=narrative]").fill(NARRATIVE);
  await page.locator("[name='facts.operators']").evaluate((field) => (field.value = "Tamtel"));
  await visitor.follow(page.getByRole("button", { name: "Save as a draft" }));
  const desk = /\/reports\/[^/]+/.exec(page.url())[0];
  await visitor.open(`${desk}/desk`);
  await visitor.follow(page.getByRole("link", { name: "Redactions" }));
}

const area = (visitor) => visitor.page.locator("[name='text.narrative']");

/** Selects these words in the account. */
async function select(visitor, words) {
  await area(visitor).evaluate((field, words) => {
    const start = field.value.indexOf(words);
    field.focus();
    field.setSelectionRange(start, start + words.length);
  }, words);
}

async function choose(visitor, reason) {
  await visitor.page.locator("select[name=reason]").selectOption(reason);
}

const save = (visitor, status) =>
  visitor.follow(visitor.page.getByRole("button", { name: "Save the marks" }), status);

test("what is selected is marked by a key and by a button", async () => {
  const amina = await Visitor.arrive(browser, entente, { viewport: DESK });
  const { page } = amina;
  await amina.signIn(entente.account("amina.diallo@"));
  await workbench(amina, "Marked with scripts");
  await select(amina, "Amina Diallo");
  await page.keyboard.press("Alt+m");
  assert.match(await area(amina).inputValue(), /^⟦Amina Diallo⟧ told us/);
  // What is marked is not marked again within, and nothing selected marks nothing.
  await select(amina, "Diallo");
  await page.keyboard.press("Alt+m");
  await select(amina, "told");
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("Alt+m");
  assert.match(await area(amina).inputValue(), /^⟦Amina Diallo⟧ told us/);
  await select(amina, "told us");
  await page.locator("[data-wraps='text.narrative']").click();
  assert.match(await area(amina).inputValue(), /^⟦Amina Diallo⟧ ⟦told us⟧\./);
  // One keystroke accepts what a rule found.
  await page.locator("#suggestion-1").focus();
  await page.keyboard.press("Space");
  await choose(amina, "source_identity");
  await save(amina);
  assert.deepEqual(
    await page.locator(".marked mark").evaluateAll((marks) => marks.map((mark) => mark.firstChild.data)),
    ["Amina Diallo", "told us", "nurse@clinic.example"],
  );
  assert.equal(await page.locator("#as-others ~ .sheet .redacted").count(), 3);
  await look(amina, "marks-scripts");
  amina.assertClean();
  await amina.leave();
});

test("a finger marks as well", async () => {
  const amina = await Visitor.arrive(browser, entente, { viewport: PHONE, hasTouch: true });
  await amina.signIn(entente.account("amina.diallo@"));
  await workbench(amina, "Marked by touch");
  await select(amina, "Diallo");
  await amina.page.locator("[data-wraps='text.narrative']").tap();
  assert.match(await area(amina).inputValue(), /^Amina ⟦Diallo⟧ told us/);
  amina.assertClean();
  await amina.leave();
});

test("brackets do without scripts, and a refused form keeps them", async () => {
  const amina = await Visitor.arrive(browser, entente, { viewport: PHONE, javaScript: false });
  const { page } = amina;
  await amina.signIn(entente.account("amina.diallo@"));
  await workbench(amina, "Marked by hand");
  assert.equal(await page.locator(".wrap-selected:visible").count(), 0, "no button that does nothing");
  const wrapped = NARRATIVE.replace("Amina", "⟦Amina⟧");
  await area(amina).fill(wrapped);
  await save(amina, 422);
  assert.equal(await area(amina).inputValue(), wrapped);
  assert.ok(await page.locator(".error-summary a[href='#reason']").isVisible());
  await look(amina, "marks-refused");
  await choose(amina, "personal_data");
  await page.locator("summary", { hasText: "Whole facts" }).click();
  await page.locator("select[name='facts.operators']").selectOption("withheld");
  await page.locator("[name=replace_with]").fill("a journalist");
  await save(amina);
  await page.locator("select[name=as]").selectOption("coalition");
  await amina.follow(page.getByRole("button", { name: "Show" }));
  assert.match(await page.locator("#as-others ~ .sheet").textContent(), /\[a journalist\] Diallo told us/);
  assert.doesNotMatch(await page.locator("#as-others ~ .sheet").textContent(), /Tamtel/);
  await look(amina, "marks-plain");
  amina.assertClean();
  await amina.leave();
});

test("a remark on what is selected works across bars", async () => {
  const amina = await Visitor.arrive(browser, entente, { viewport: DESK });
  await amina.signIn(entente.account("amina.diallo@"));
  await workbench(amina, "Remarked across a bar");
  await select(amina, "Diallo");
  await amina.page.keyboard.press("Alt+m");
  await choose(amina, "personal_data");
  await save(amina);
  const report = /\/reports\/[^/]+/.exec(amina.page.url())[0];
  await amina.open(`${report}/desk`);
  await amina.follow(amina.page.locator("main").getByRole("link", { name: "Release", exact: false }).first());
  await amina.page.getByLabel("Governments", { exact: true }).check();
  await amina.follow(amina.page.getByRole("button", { name: "Show me what they will read" }));
  await amina.follow(amina.page.getByRole("button", { name: "Propose this release" }));

  const jonas = await Visitor.arrive(browser, entente, { viewport: DESK });
  const { page } = jonas;
  await jonas.signIn(entente.account("jonas.weber@"));
  await jonas.open("/reviews");
  await jonas.follow(page.getByRole("link", { name: "Remarked across a bar" }));
  await page.evaluate(() => {
    const range = document.createRange();
    range.selectNodeContents(document.querySelector("[data-remarkable] .prose p"));
    getSelection().removeAllRanges();
    getSelection().addRange(range);
  });
  await page.locator("[data-remark]").first().click();
  assert.equal(await page.locator("[name='remarks.0.quote']").inputValue(), "Amina ⟦personal_data⟧ told us.");
  await page.locator("[name='remarks.0.words']").fill("Name her, please.");
  await page.locator("[name=comment]").fill("Once more.");
  await jonas.follow(page.locator("#return .actions button").last());
  jonas.assertClean();
  await jonas.leave();
  await amina.leave();
});
