// A search is saved, opened, and given an address that a feed reader reads: without scripts, on a phone.

import assert from "node:assert/strict";
import { test } from "node:test";

import { look } from "./checks.js";
import { browser, entente } from "./opened.js";
import { PHONE, Visitor } from "./support.js";

test("a search is kept, opened and read at an address of its own, without scripts", async () => {
  const visitor = await Visitor.arrive(browser, entente, { javaScript: false, viewport: PHONE });
  try {
    await visitor.signIn(entente.account("amina.diallo@"));
    await visitor.open("/incidents?country=IN");
    const atom = visitor.page.locator("head link[rel=alternate][type='application/atom+xml']");
    assert.equal(await atom.getAttribute("href"), "/incidents.atom?country=IN");
    await visitor.follow(visitor.page.getByRole("link", { name: "Save this search" }));
    await look(visitor, "the form");
    await visitor.page.locator("[name=name]").fill("الهند <b>India</b>");
    await visitor.follow(visitor.page.getByRole("button", { name: "Save", exact: true }));
    await look(visitor, "the search");
    const main = visitor.page.locator("main");
    assert.match(await main.textContent(), /<b>India<\/b>[\s\S]*Nothing new/);
    await visitor.follow(main.getByRole("button", { name: "Make an address" }), 201);
    await look(visitor, "the address");
    const address = await visitor.page.locator("code").first().textContent();
    const feed = await fetch(address);
    assert.equal(feed.status, 200);
    assert.match(await feed.text(), /^<\?xml[\s\S]*<entry/);
    await visitor.open("/feeds");
    await look(visitor, "the addresses");
    await visitor.follow(main.getByRole("button", { name: /^Revoke/ }));
    await visitor.follow(visitor.page.locator("main").getByRole("button", { name: "Revoke it" }));
    assert.equal((await fetch(address)).status, 404);
    await visitor.open("/searches");
    await look(visitor, "the list of searches");
    assert.match(await visitor.page.locator("main").textContent(), /India/);
  } finally {
    await visitor.leave();
  }
});
