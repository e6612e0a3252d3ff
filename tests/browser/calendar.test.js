// What is due stands in a month, day by day, and at an address for calendar programs: without scripts, on a phone and on a wide
// screen.

import assert from "node:assert/strict";
import { test } from "node:test";

import { look } from "./checks.js";
import { browser, entente } from "./opened.js";
import { DESK, PHONE, Visitor } from "./support.js";

/** What a member's program calls. */
async function program(beginning) {
  const { email, password } = entente.account(beginning);
  const ask = async (path, body, token) => {
    const headers = { "Content-Type": "application/json", ...(token && { Authorization: `Bearer ${token}` }) };
    const answer = await fetch(`${entente.url}/api/v1${path}`, { method: "POST", headers, body: JSON.stringify(body) });
    assert.ok(answer.ok, `${path}: ${answer.status}`);
    return answer.json();
  };
  const { access_token: token } = await ask("/sessions", { email, password });
  return (path, body) => ask(path, body, token);
}

test("a month shows what is due, and a calendar program reads it", async () => {
  const [delegate, reviewer] = await Promise.all(["kirsi.aalto@", "pavel.horn@"].map(program));
  const due = new Date(Date.now() + 40 * 3600 * 1000).toISOString();
  const title = "رسالة <b>about</b> the cut";
  const sent = { kind: "letter", title, brief: "We write.", language: "ar", audience: ["coalition"], due_at: due };
  const { reference } = await delegate("/actions", sent);
  await reviewer(`/actions/${reference}/approval`, {});
  for (const viewport of [PHONE, DESK]) {
    const visitor = await Visitor.arrive(browser, entente, { javaScript: false, viewport });
    try {
      await visitor.signIn(entente.account("amina.diallo@"));
      await visitor.open("/board");
      await look(visitor, "the board");
      await visitor.open(`/calendar?month=${due.slice(0, 7)}`);
      await look(visitor, "the month");
      const main = visitor.page.locator("main");
      assert.match(await main.textContent(), /<b>about<\/b>/);
      assert.ok(await main.getByRole("link", { name: title }).isVisible());
      await visitor.follow(main.getByRole("button", { name: "Make an address" }), 201);
      const address = await visitor.page.locator("code").first().textContent();
      const calendar = await fetch(address);
      assert.equal(calendar.status, 200);
      const text = await calendar.text();
      assert.match(text, new RegExp(`^BEGIN:VCALENDAR\r\n[\\s\\S]*SUMMARY:Due: ${reference}\r\n`));
      assert.ok(!text.includes("about"), text);
      await visitor.open(`/calendar?month=${due.slice(0, 7)}`);
      await visitor.follow(main.getByRole("link", { name: title }));
    } finally {
      await visitor.leave();
    }
  }
});
