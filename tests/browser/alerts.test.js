// The whole life of an alert, without scripts: posted after a look at it, confirmed by a colleague, acknowledged by another
// organisation with an offer, updated, and over; those outside its audience find nothing.

import assert from "node:assert/strict";
import { test } from "node:test";

import { look } from "./checks.js";
import { browser, entente } from "./opened.js";
import { PHONE, Visitor } from "./support.js";

const HEADLINE = "Exchange points in the north go dark";

async function as(account, options = {}) {
  const visitor = await Visitor.arrive(browser, entente, { javaScript: false, ...options });
  await visitor.signIn(entente.account(account));
  return visitor;
}

async function fill(visitor, values) {
  for (const [name, value] of Object.entries(values)) {
    const field = visitor.page.locator(`main [name="${name}"]`).first();
    const tag = await field.evaluate((one) => one.tagName);
    if (tag === "SELECT") await field.selectOption(value);
    else await field.fill(value);
  }
}

test("an alert is posted, confirmed, acknowledged, updated and over, without scripts", async () => {
  const [delegate, second, company, outsider] = await Promise.all([
    as("kirsi.aalto@"),
    as("pavel.horn@"),
    as("farah.noor@", { viewport: PHONE }),
    as("sami.haddad@"),
  ]);
  const main = (visitor) => visitor.page.locator("main");
  try {
    await delegate.open("/alerts");
    await delegate.follow(main(delegate).getByRole("link", { name: "Post an alert" }));
    await look(delegate, "the form");
    await fill(delegate, {
      headline: HEADLINE,
      body: "All links to the north are **cut**.",
      instruction: "Lend us satellite lines.",
      category: "Infra",
      urgency: "Immediate",
      severity: "Extreme",
      certainty: "Observed",
      expires_in: "24",
    });
    await main(delegate).getByLabel("Companies").check();
    await main(delegate).getByLabel("Release at once").check();
    await delegate.follow(main(delegate).getByRole("button", { name: "Check before posting" }));
    await look(delegate, "the preview");
    assert.match(await main(delegate).textContent(), /Nothing has been posted yet/);
    await delegate.follow(main(delegate).getByRole("button", { name: "Post this alert" }));
    await look(delegate, "the alert");
    const at = new URL(delegate.page.url()).pathname;

    await company.open("/incidents");
    const ribbon = company.page.locator(".ribbon");
    assert.match(await ribbon.textContent(), new RegExp(HEADLINE));
    await company.follow(ribbon.getByRole("link", { name: HEADLINE }));
    await look(company, "the alert on a phone");
    assert.match(await main(company).textContent(), /not confirmed/i);
    await outsider.open(at, 404);

    await second.open(at);
    await second.follow(main(second).getByRole("button", { name: "Confirm", exact: true }));

    await main(company).locator("summary", { hasText: "Offer help" }).click();
    await fill(company, { offer: "Two terminals until Friday." });
    await company.follow(main(company).getByRole("button", { name: "Acknowledge with this offer" }));
    await look(company, "what was answered");
    await company.open("/incidents");
    assert.doesNotMatch((await ribbon.allTextContents()).join(), new RegExp(HEADLINE));
    await delegate.open(at);
    assert.match(await main(delegate).textContent(), /Lumora[\s\S]*Two terminals until Friday/);

    await delegate.follow(main(delegate).getByRole("link", { name: "Update or end this alert" }));
    await look(delegate, "the form of an update");
    await main(delegate).getByLabel("All clear: the danger is over").check();
    await fill(delegate, { headline: "The links to the north are back" });
    await delegate.follow(main(delegate).getByRole("button", { name: "Check before posting" }));
    await delegate.follow(main(delegate).getByRole("button", { name: "Post this update" }));
    await second.open(at);
    await second.follow(main(second).getByRole("button", { name: "Release it" }));
    await company.open(at);
    assert.match(await main(company).textContent(), /The links to the north are back[\s\S]*All clear/);
    await company.follow(main(company).getByRole("link", { name: "Version 1" }));
    await look(company, "the earlier version");
    assert.match(await main(company).textContent(), new RegExp(HEADLINE));
    await outsider.open(at, 404);
  } finally {
    await Promise.all([delegate, second, company, outsider].map((visitor) => visitor.leave()));
  }
});
