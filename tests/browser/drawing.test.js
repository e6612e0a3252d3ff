// What scripts add for who covers a part of a picture, and for who remarks on a part of a text.

import assert from "node:assert/strict";
import { test } from "node:test";

import { eventually, look } from "./checks.js";
import { browser, entente } from "./opened.js";
import { DESK, PHONE, Visitor } from "./support.js";

/** Amina at the picture of a report of hers. */
async function atPicture(options) {
  const amina = await Visitor.arrive(browser, entente, options);
  const { page } = amina;
  await amina.signIn(entente.account("amina.diallo@"));
  await amina.open("/desk");
  const titled = page.getByRole("link", { name: "Satellite terminals seized at the border" });
  await amina.follow(titled.and(page.locator("[href$='/desk']")).first());
  const file = await page.locator("a[href^='/evidence/'][href$='/desk']").first().getAttribute("href");
  await eventually("the copy is made", async () => {
    await amina.open(file);
    return (await page.locator("img.evidence").count()) > 0;
  });
  return amina;
}

/** The numbers of a row. */
const numbers = (page, row) =>
  page.evaluate(
    (row) => ["page", "x", "y", "width", "height"].map((name) => document.querySelector(`[name="${name}.${row}"]`)?.value),
    row,
  );

/** The boxes that lie over the picture, in thousandths of it. */
const shown = (page) =>
  page.locator(".boxes > *").evaluateAll((boxes) => {
    const picture = document.querySelector("img.evidence").getBoundingClientRect();
    return boxes.map((box) => {
      const { left, top, width, height } = box.getBoundingClientRect();
      const share = (part, whole) => Math.round((1000 * part) / whole);
      return [
        share(left - picture.left, picture.width), share(top - picture.top, picture.height),
        share(width, picture.width), share(height, picture.height),
      ];
    });
  });

function near(box, meant) {
  assert.equal(box?.length, 4, `no box ${meant}`);
  box.forEach((value, place) => assert.ok(Math.abs(value - meant[place]) <= 4, `${box} is not ${meant}`));
}

/** Drags over the picture, from and to shares of it; the button is not let go. */
async function drag(page, [fromX, fromY], [toX, toY]) {
  const picture = page.locator("img.evidence");
  await picture.evaluate((element) => element.scrollIntoView({ block: "center" }));
  const edge = await picture.boundingBox();
  await page.mouse.move(edge.x + fromX * edge.width, edge.y + fromY * edge.height);
  await page.mouse.down();
  await page.mouse.move(edge.x + toX * edge.width, edge.y + toY * edge.height, { steps: 4 });
}

// Before boxes are saved: those make another text of the report, and what was proposed waits no more.
test("a remark on what is selected is never mute", async () => {
  const jonas = await Visitor.arrive(browser, entente, { viewport: DESK });
  const { page } = jonas;
  await jonas.signIn(entente.account("jonas.weber@"));
  await jonas.open("/reviews");
  const reviews = await page.locator("a[href*='/releases/']").evaluateAll((links) => links.map((link) => link.pathname));
  for (const review of reviews) {
    await jonas.open(review);
    if ((await page.locator("[data-remark]").count()) > 0) break;
  }
  const button = page.locator("[data-remark]").first();
  const said = page.locator(".remark-selected [role=status]");
  /** Selects all of this element with three clicks. */
  const select = (part) => page.locator(`[data-remarkable] ${part}`).first().click({ clickCount: 3 });
  const value = (name) => page.locator(`[name="remarks.0.${name}"]`).inputValue();

  await button.click();
  assert.match(await said.first().innerText(), /^Nothing is selected/);
  assert.equal(await said.last().innerText(), "", "only beside the button that was pressed");
  await jonas.picture("remark-none");
  // A key without a selection does nothing; with one it does what the button does.
  await page.keyboard.press("Alt+m");
  assert.equal(await value("quote"), "");
  await select(".sheet-title");
  await page.keyboard.press("Alt+m");
  assert.equal(await value("quote"), (await page.locator(".sheet-title").first().innerText()).trim());
  assert.equal(await value("field"), "title");
  assert.equal(await page.evaluate(() => document.activeElement.name), "remarks.0.words");
  assert.equal(await said.first().innerText(), "");
  await select(".prose p");
  await button.click();
  assert.match(await said.first().innerText(), /Another remark/);
  await jonas.picture("remark-full");
  await page.locator("[name='remarks.0.quote']").fill("");
  await page.locator("[data-remark]").last().click();
  assert.equal(await value("field"), "narrative");
  assert.notEqual(await value("quote"), "");
  // A passage of no text, and what the labels say.
  await page.locator("[name='remarks.0.field']").selectOption("");
  await page.locator("[name='remarks.0.words']").fill("Say less of this.");
  await page.locator("[name=comment]").fill("Once more, please.");
  await jonas.follow(page.locator("#return .actions button").last(), 422);
  assert.match(await page.locator(".error-summary").innerText(), /Choose the text in which the passage occurs\./);
  assert.doesNotMatch(await page.locator("[data-remark-row] label[for$=quote]").first().innerText(), /optional/);
  await look(jonas, "remark-refused");
  jonas.assertClean();
  await jonas.leave();
});

test("a box is seen while it is drawn, and as it stands in the numbers", async () => {
  const amina = await atPicture({ viewport: DESK });
  const { page } = amina;
  assert.ok(await page.locator(".draw-note").isVisible());
  assert.equal(await page.locator(".boxes").getAttribute("aria-hidden"), "true");
  assert.equal(await page.locator("img.evidence").evaluate((picture) => getComputedStyle(picture).cursor), "crosshair");
  const stood = (await shown(page)).length;

  await drag(page, [0.6, 0.5], [0.2, 0.25]);
  assert.equal(await page.locator(".boxes > .band").count(), 1, "a band follows the pointer");
  near((await shown(page)).at(-1), [200, 250, 400, 250]);
  assert.deepEqual((await numbers(page, stood)).slice(1), ["", "", "", ""], "nothing is a box before the end");
  await amina.picture("drawing-band");
  await page.mouse.up();
  const [on, ...box] = await numbers(page, stood);
  assert.equal(on, "1");
  near(box.map(Number), [200, 250, 400, 250]);
  near((await shown(page))[stood], [200, 250, 400, 250]);

  // Neither a drag that is given up nor a click is a box.
  await drag(page, [0.1, 0.1], [0.4, 0.4]);
  await page.keyboard.press("Escape");
  assert.equal(await page.locator(".boxes > .band").count(), 0);
  await page.mouse.up();
  await drag(page, [0.5, 0.5], [0.5, 0.5]);
  await page.mouse.up();
  assert.equal((await shown(page)).length, stood + 1);

  // What is typed is seen at once, and only what is on this page.
  await page.locator(`[name="width.${stood}"]`).fill("100");
  near((await shown(page))[stood], [Number(box[0]), Number(box[1]), 100, Number(box[3])]);
  assert.equal(await page.locator(".boxes > .chosen").count(), 1, "the box of the row that is typed in stands out");
  await page.locator(`[name="page.${stood}"]`).fill("2");
  assert.equal((await shown(page)).length, stood);
  await page.locator(`[name="page.${stood}"]`).fill("1");

  // There is always another row, beyond those that were empty.
  const rows = await page.locator("[data-boxes] tr").count();
  for (let one = stood + 1; one <= rows; one += 1) {
    await drag(page, [0.05 + one / 20, 0.6], [0.08 + one / 20, 0.7]);
    await page.mouse.up();
  }
  assert.equal(await page.locator("[data-boxes] tr").count(), rows + 1);
  assert.equal((await shown(page)).length, rows + 1);
  assert.equal((await numbers(page, rows))[0], "1");
  await page.evaluate(() => document.activeElement.blur());
  await look(amina, "drawing");
  // The page that comes back has all of them, and the copy is made anew.
  await amina.follow(page.getByRole("button", { name: "Remake the copy" }));
  assert.equal(await page.locator(".error-summary").count(), 0);
  const file = page.url();
  await eventually("the copy is made anew", async () => {
    await amina.open(file);
    return (await page.locator("img.evidence").count()) > 0;
  });
  assert.equal((await shown(page)).length, rows + 1);
  amina.assertClean();
  await amina.leave();
});

test("a finger draws as well, from right to left too", async () => {
  const amina = await atPicture({ viewport: PHONE, hasTouch: true });
  const { page } = amina;
  await page.evaluate(() => (document.documentElement.dir = "rtl"));
  const stood = (await shown(page)).length;
  const picture = page.locator("img.evidence");
  await picture.evaluate((element) => element.scrollIntoView({ block: "center" }));
  const scrolled = await page.evaluate(() => scrollY);
  const edge = await picture.boundingBox();
  const devtools = await amina.context.newCDPSession(page);
  const touch = (type, x, y) =>
    devtools.send("Input.dispatchTouchEvent", {
      type,
      touchPoints: type === "touchEnd" ? [] : [{ x: edge.x + x * edge.width, y: edge.y + y * edge.height }],
    });
  await touch("touchStart", 0.3, 0.8);
  for (const step of [0.7, 0.6, 0.5, 0.4]) await touch("touchMove", 0.3 + (0.8 - step), step);
  await touch("touchEnd");
  assert.equal(await page.evaluate(() => scrollY), scrolled, "the page stays where it is");
  near((await numbers(page, stood)).slice(1).map(Number), [300, 400, 400, 400]);
  near((await shown(page))[stood], [300, 400, 400, 400]);
  await amina.picture("drawing-touch");
  amina.assertClean();
  await amina.leave();
});

test("without scripts nothing speaks of drawing", async () => {
  const amina = await atPicture({ viewport: DESK, javaScript: false });
  assert.equal(await amina.page.locator(".draw-note:visible").count(), 0);
  assert.doesNotMatch(await amina.page.locator("main").innerText(), /\bdraw/i);
  amina.assertClean();
  await amina.leave();
});
