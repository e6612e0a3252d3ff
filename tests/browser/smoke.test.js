import assert from "node:assert/strict";
import { test } from "node:test";

import { look } from "./checks.js";
import { browser, entente } from "./opened.js";
import { PHONE, Visitor } from "./support.js";

test("the program says that it lives", async () => {
  const answer = await fetch(`${entente.url}/healthz`);
  assert.equal(answer.status, 200);
  assert.deepEqual(await answer.json(), { status: "ok" });
});

test("the demonstration prints its accounts", () => {
  const amina = entente.account("amina.diallo@");
  assert.ok(amina.password.length > 12);
  assert.deepEqual(amina.roles, ["reporter"]);
  assert.equal(amina.organisation, "Open Lines");
  assert.ok(entente.accounts.length > 10);
});

for (const javaScript of [true, false]) {
  test(`an address that leads nowhere is answered by a page, ${javaScript ? "with" : "without"} scripts`, async () => {
    const visitor = await Visitor.arrive(browser, entente, { javaScript, viewport: PHONE });
    await visitor.open("/there-is-no-such-page", 404);
    assert.equal(await visitor.page.locator("main h1").count(), 1);
    await visitor.assertNoSidewaysScroll();
    visitor.assertClean();
    await visitor.picture(`nowhere-${javaScript ? "scripts" : "plain"}`);
    await visitor.leave();
  });
}

// The checks that every other test leans on see what they are for.
const sins = {
  "asks another origin": '<img src="http://192.0.2.1/pixel.png">',
  "Content Security Policy": '<p style="color: red">',
  "script:": "<script>setTimeout(() => { throw new Error('broken'); })</script>",
};
for (const [fault, html] of Object.entries(sins)) {
  test(`the checks see: ${fault}`, async () => {
    const visitor = await Visitor.arrive(browser, entente);
    // Nothing of this leaves the machine.
    await visitor.context.route("http://192.0.2.1/**", (route) => route.abort());
    const policy = fault === "Content Security Policy" ? { "Content-Security-Policy": "style-src 'self'" } : {};
    await visitor.context.route("**/sin", (route) => {
      route.fulfill({ contentType: "text/html", headers: policy, body: `<!doctype html>${html}` });
    });
    const seen = visitor.context.waitForEvent(fault === "script:" ? "weberror" : fault.startsWith("asks") ? "requestfailed" : "console");
    await Promise.all([seen, visitor.open("/sin")]);
    assert.ok(visitor.faults.some((line) => line.includes(fault)), `${visitor.faults}`);
    assert.throws(() => visitor.assertClean());
    await visitor.leave();
  });
}

test("the checks see a page that is too wide", async () => {
  const visitor = await Visitor.arrive(browser, entente, { javaScript: false, viewport: PHONE });
  await visitor.page.setContent('<p style="width: 400px">wide</p>');
  await assert.rejects(visitor.assertNoSidewaysScroll());
  await visitor.leave();
});

const sound = '<!doctype html><html lang="en" dir="ltr"><title>Sound · Entente</title><main><h1>Sound</h1></main>';
const flaws = {
  "names no language": sound.replace('lang="en"', ""),
  "the title says": sound.replace("Sound ·", "·"),
  "2 elements h1": `${sound}<h1>Again</h1>`,
  "a field without a label": `${sound}<input id="q"><label for="p">Words</label>`,
  "a control without a name": `${sound}<button></button>`,
  "px wide in a window of 320 px": `${sound}<details><summary>More</summary><p style="width: 500px">wide</p></details>`,
};
test("the checks see a page that is not sound", async () => {
  const visitor = await Visitor.arrive(browser, entente, { javaScript: false, viewport: PHONE });
  await visitor.page.setContent(sound);
  await look(visitor, "sound");
  for (const [fault, html] of Object.entries(flaws)) {
    await visitor.page.setContent(html);
    await assert.rejects(look(visitor, "flaw"), (error) => error.message.includes(fault), fault);
  }
  await visitor.leave();
});
