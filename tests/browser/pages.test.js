// Every page that a member finds, looked at as each kind of member.

import assert from "node:assert/strict";
import { test } from "node:test";

import { look } from "./checks.js";
import { browser, entente } from "./opened.js";
import { PHONE, Visitor } from "./support.js";

const visits = [
  { who: "nobody", paths: ["/", "/incidents?type=blocking&year=2022", "/incidents?q=zzzzzzzz", "/sign-in"] },
  {
    who: "rosa.quispe@",
    paths: ["/desk", "/account", "/organisations", "/organisations/open-lines", "/organisations/lumora", "/log"],
  },
  { who: "ana.belo@", paths: ["/organisations/new", "/organisations/harbour-radio", "/vetting", "/groups/new", "/log"] },
  {
    who: "sami.haddad@",
    paths: ["/desk", "/reviews", "/reports/new", "/groups", "/groups/safety-of-defenders", "/organisations/defenders-desk"],
  },
  { who: "kirsi.aalto@", paths: ["/desk", "/incidents", "/groups/shutdown-response", "/organisations/estmark"] },
];

for (const javaScript of [true, false]) {
  for (const { who, paths } of visits) {
    test(`the pages that ${who.replace("@", "")} opens are sound, ${javaScript ? "with" : "without"} scripts`, async () => {
      const visitor = await Visitor.arrive(browser, entente, { javaScript, viewport: PHONE });
      if (who !== "nobody") {
        await visitor.signIn(entente.account(who));
      }
      for (const path of paths) {
        await visitor.open(path);
        const name = path.replace(/\W+/g, "-").replace(/^-|-$/g, "") || "first";
        await look(visitor, `page-${who.split(".")[0]}-${name}-${javaScript ? "scripts" : "plain"}`);
      }
      await visitor.leave();
    });
  }
}

test("a picture is one stop of the Tab key, with arrows inside", async () => {
  const visitor = await Visitor.arrive(browser, entente);
  const { page } = visitor;
  await visitor.open("/");
  const stops = () => page.locator("svg.map a").evaluateAll((links) => links.filter((link) => link.tabIndex === 0).length);
  assert.equal(await stops(), 1);
  await page.locator("svg.map a[tabindex='0']").focus();
  const title = () => page.evaluate(() => document.activeElement.querySelector("title")?.textContent);
  const first = await title();
  await page.keyboard.press("End");
  const last = await title();
  assert.notEqual(last, first);
  await page.keyboard.press("Home");
  assert.equal(await title(), first);
  const seen = new Set([first]);
  for (const key of ["ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp", "ArrowRight", "ArrowDown"]) {
    await page.keyboard.press(key);
    seen.add(await title());
  }
  assert.ok(seen.size > 2, `arrows lead on: ${[...seen]}`);
  assert.equal(await stops(), 1, "the picture is left where it was entered");
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.closest("svg.map")), null, "one more Tab leaves it");
  visitor.assertClean();
  await visitor.leave();
});

test("without scripts the table beside a picture has its links, and the picture no stop", async () => {
  const visitor = await Visitor.arrive(browser, entente, { javaScript: false });
  const { page } = visitor;
  await visitor.open("/");
  assert.equal(await page.locator("svg.map a:not([tabindex='-1'])").count(), 0);
  await page.locator("figure", { has: page.locator("svg.map") }).locator("summary").click();
  await visitor.follow(page.locator("figure td, figure th").getByRole("link").first());
  assert.match(page.url(), /country=/);
  visitor.assertClean();
  await visitor.leave();
});
