// What is new reaches a page that is open, and a notification is opened with and without scripts.

import assert from "node:assert/strict";
import { test } from "node:test";

import { eventually } from "./checks.js";
import { browser, entente } from "./opened.js";
import { DESK, PHONE, Visitor } from "./support.js";

/** The number beside an entry of the menu. */
async function badge(visitor, href) {
  const found = visitor.page.locator(`.nav a[href="${href}"] .badge`);
  return (await found.count()) === 0 ? 0 : Number((await found.textContent()).replace(/\D/g, ""));
}

test("a page that is open follows what is new, and says so", async () => {
  const visitor = await Visitor.arrive(browser, entente, { javaScript: true, viewport: DESK });
  await visitor.signIn(entente.account("amina.diallo"));
  await visitor.open("/incidents");
  const asked = [];
  await visitor.context.route("**/notifications/news", async (route) => {
    asked.push(route.request().headers()["if-none-match"] ?? "");
    const made = "2031-02-03T04:05:06Z";
    await route.fulfill(
      asked.length === 1
        ? { contentType: "application/json", headers: { ETag: '"one"' }, body: JSON.stringify({ made, counts: { "/desk": 1234 } }) }
        : { status: 304, headers: { ETag: '"one"' } },
    );
  });
  // What the page does by itself once a minute it does at once when its tab is shown again.
  const shown = () => visitor.page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
  assert.equal(await visitor.page.locator("[data-new] p").isVisible(), false);
  await shown();
  await eventually("the number follows", async () => (await badge(visitor, "/desk")) === 1234);
  assert.equal(await visitor.page.locator("[data-new] p").isVisible(), true);
  assert.equal(await visitor.page.locator("time[data-made]").getAttribute("datetime"), "2031-02-03T04:05:06Z");
  await shown();
  await eventually("it asks again", async () => asked.length === 2);
  assert.deepEqual(asked, ["", '"one"']);
  visitor.assertClean();
  await visitor.leave();
});

test("the program answers such a page, and then that nothing is new", async () => {
  const visitor = await Visitor.arrive(browser, entente, { javaScript: true, viewport: DESK });
  await visitor.signIn(entente.account("amina.diallo"));
  // The program may still be telling of what happened while the demonstration was filled.
  // What counts is an answer between two pages that say the same.
  const badges = () => visitor.page.locator(".nav .badge").allTextContents();
  let before, answers;
  await eventually("nothing is told meanwhile", async () => {
    await visitor.open("/incidents");
    before = await badge(visitor, "/desk");
    const shown = await badges();
    answers = await visitor.page.evaluate(async () => {
      const first = await fetch("/notifications/news", { cache: "no-store" });
      const mark = first.headers.get("ETag");
      const again = await fetch("/notifications/news", { cache: "no-store", headers: { "If-None-Match": mark } });
      return { first: first.status, counts: (await first.json()).counts, again: again.status };
    });
    await visitor.open("/incidents");
    return JSON.stringify(shown) === JSON.stringify(await badges());
  });
  assert.equal(answers.first, 200);
  assert.equal(answers.counts["/desk"], before);
  assert.equal(answers.again, 304);
  await visitor.leave();
});

for (const javaScript of [true, false]) {
  test(`a notification is opened by a button, ${javaScript ? "with" : "without"} scripts`, async () => {
    const visitor = await Visitor.arrive(browser, entente, { javaScript, viewport: PHONE });
    await visitor.signIn(entente.account("jonas.weber"));
    const lines = visitor.page.locator(".queue .as-link");
    // The program tells of what happened while the demonstration was filled.
    await eventually("something is told", async () => {
      await visitor.open("/notifications");
      return (await lines.count()) > 0;
    });
    await visitor.assertNoSidewaysScroll();
    await visitor.follow(lines.first());
    assert.ok(!new URL(visitor.page.url()).pathname.startsWith("/notifications"));
    await visitor.open("/notifications/preferences");
    assert.equal(await visitor.page.locator("#urgent_waits").count(), 1);
    await visitor.assertNoSidewaysScroll();
    visitor.assertClean();
    await visitor.leave();
  });
}
