// The way of one report through the coalition, with scripts and without, as those who walk it see it.

import assert from "node:assert/strict";
import { test } from "node:test";

import { eventually, look } from "./checks.js";
import { browser, entente } from "./opened.js";
import { DESK, PHONE, Visitor } from "./support.js";

/** A step of a longer way: what fails is named by it, and ends the way. */
async function step(what, act) {
  try {
    await act();
  } catch (error) {
    throw new Error(what, { cause: error });
  }
}

/** Words that no other report has, so that finding them is finding this one. */
const reports = {
  scripts: { title: "قطع اینترنت همراه در بندر سلین، محله فانوس", word: "فانوس", language: "fa" },
  plain: { title: "በወደብ ሰሊን የሞባይል ኢንተርኔት ተቋርጧል፣ ፋኖስ ሰፈር", word: "ፋኖስ", language: "am" },
};

async function count(visitor) {
  return visitor.page.locator(".count").textContent();
}

/** What stands in the list of incidents, by title. */
function titles(visitor) {
  return visitor.page.locator("main .table .title a");
}

async function search(visitor, words) {
  const form = visitor.page.locator("main form[role=search]");
  await form.locator("[name=q]").fill(words);
  await visitor.follow(form.getByRole("button"));
}

/** Narrows the list by the first entry of a facet, and gives the entry's words. */
async function narrow(visitor, heading) {
  const folded = visitor.page.locator(".rail-toggle");
  if (await folded.isVisible()) {
    await folded.locator("summary").click();
  }
  const facet = visitor.page.locator(".facet", { has: visitor.page.getByRole("heading", { name: heading, exact: true }) });
  const entry = facet.getByRole("link").first();
  const [label, number] = await entry.locator("span").allTextContents();
  await visitor.follow(entry);
  return { label, number: Number(number.replace(/\D/g, "")) };
}

for (const mode of ["scripts", "plain"]) {
  const javaScript = mode === "scripts";
  const how = javaScript ? "with scripts, at a desk" : "without scripts, on a phone";
  const report = reports[mode];
  const arrive = async (beginning) => {
    const visitor = await Visitor.arrive(browser, entente, { javaScript, viewport: javaScript ? DESK : PHONE });
    if (beginning) {
      await visitor.signIn(entente.account(beginning));
    }
    return visitor;
  };

  test(`whoever has no account reads what is public, ${how}`, async () => {
    const visitor = await arrive();
    const { page } = visitor;
    await visitor.open("/");
    assert.ok((await page.locator("svg.map a").count()) > 30, "countries of the map lead to their incidents");
    assert.ok((await titles(visitor).count()) > 0);
    await look(visitor, `home-${mode}`);

    await visitor.follow(page.locator("main").getByRole("link", { name: "All incidents" }));
    const all = await count(visitor);
    assert.match(all, /^1,\d{3} incidents in 1,\d{3} reports · One positive development matches too$/);
    await look(visitor, `list-${mode}`);

    for (const [words, title] of [
      ["اینترنت همراه", "قطع اینترنت همراه در سه استان"],
      ["ኢንተርኔት", "በክልሉ የሞባይል ኢንተርኔት ተቋርጧል"],
      ["Kashmir", "Kashmir"],
    ]) {
      await search(visitor, words);
      assert.ok((await titles(visitor).first().textContent()).includes(title), `${words} finds ${title}`);
      assert.equal(await page.locator("main [name=q]").inputValue(), words);
    }
    const found = await count(visitor);

    const { label, number } = await narrow(visitor, "Year");
    const chip = page.locator(".chip", { hasText: label });
    assert.match(await count(visitor), new RegExp(`in ${number} reports?$`), "a facet's count is what it leads to");
    await look(visitor, `narrowed-${mode}`);
    await visitor.follow(chip);
    assert.equal(await count(visitor), found, "the list is as it was before the facet");

    const first = await titles(visitor).allTextContents();
    await visitor.follow(page.getByRole("link", { name: "Next page" }));
    const next = await titles(visitor).allTextContents();
    assert.equal(next.length, first.length);
    assert.deepEqual(next.filter((title) => first.includes(title)), []);
    assert.equal(await count(visitor), found, "the second page counts the same list");
    await visitor.follow(page.locator(".pages").getByRole("link", { name: "First page" }));
    assert.deepEqual(await titles(visitor).allTextContents(), first);
    await page.goBack();
    assert.deepEqual(await titles(visitor).allTextContents(), next, "the browser's way back leads to the page before");
    await page.goForward();

    for (const kind of ["CSV", "XLSX", "JSON", "GEOJSON"]) {
      const href = await page.locator(".downloads").getByRole("link", { name: kind, exact: true }).getAttribute("href");
      const answer = await page.request.get(href);
      assert.equal(answer.status(), 200, href);
      assert.match(answer.headers()["content-disposition"], /^attachment/);
      assert.ok((await answer.body()).length > 1000, `${kind} holds the list`);
    }

    const title = await titles(visitor).first().textContent();
    await visitor.follow(titles(visitor).first());
    assert.equal(await page.locator("h1").textContent(), title);
    assert.ok((await page.locator(".timeline li").count()) > 1, "the timeline tells more than one event");
    await look(visitor, `incident-${mode}`);
    await visitor.follow(page.locator("article h2 a").first());
    assert.equal(await page.locator("main .tlp").first().textContent(), "TLP:CLEAR");
    await look(visitor, `report-${mode}`);
    await visitor.leave();
  });

  test(`a report goes to governments and civil society, and to nobody else, ${how}`, async () => {
    const stranger = await arrive();
    await stranger.open("/incidents");
    const before = await count(stranger);
    let address;

    await step("a reporter files it and proposes who reads it", async () => {
      const amina = await arrive("amina.diallo@");
      const { page } = amina;
      await look(amina, `desk-reporter-${mode}`);
      await amina.follow(page.locator("main").getByRole("link", { name: "File a report" }).first());
      await look(amina, `new-${mode}`);
      await page.getByLabel("Title").fill(report.title);
      await page.locator("[name=narrative]").fill(`**06:40** ${report.word}\n\n- ${report.title}`);
      await page.locator("[name=language]").selectOption(report.language);
      await page.getByLabel("Shutdown", { exact: true }).check();
      await page.getByLabel("Mobile", { exact: true }).check();
      await page.locator("select[name='facts.countries']").first().selectOption("TZ");
      await page.locator("[name='facts.started.date']").fill("2026-05-18");
      await amina.follow(page.getByRole("button", { name: "Save as a draft" }));
      // Open Lines reported something from the same country and week: the two may belong together.
      assert.match(await page.locator("main").textContent(), /Two observers detained after publishing measurements/);
      await look(amina, `filing-${mode}`);
      await amina.follow(page.getByRole("link", { name: "Leave it where it is" }));
      assert.equal(await page.locator("h1").textContent(), report.title);
      await look(amina, `draft-${mode}`);

      address = /\/reports\/[^/]+/.exec(page.url())[0];
      await amina.follow(page.locator("main").getByRole("link", { name: "Release", exact: false }).first());
      await look(amina, `audience-${mode}`);
      await page.getByLabel("Governments", { exact: true }).check();
      await page.getByLabel("Civil society", { exact: true }).check();
      await amina.follow(page.getByRole("button", { name: "Show me what they will read" }));
      assert.match(await page.locator(".reach").textContent(), /2 governments.*3 civil-society organisations/s);
      assert.equal(await page.locator(".sheet-title").textContent(), report.title);
      assert.equal(await page.locator(".sheet strong").textContent(), "06:40");
      await look(amina, `preview-${mode}`);
      await amina.follow(page.getByRole("button", { name: "Propose this release" }));
      await look(amina, `proposed-${mode}`);
      assert.equal(await page.getByRole("button", { name: /^Release/ }).count(), 0, "who proposes does not decide");

      await amina.follow(page.getByRole("button", { name: "Sign out" }));
      assert.equal(await page.getByRole("button", { name: "Sign out" }).count(), 0);
      await amina.open(`${address}/desk`, 404);
      await amina.leave();
    });

    await step("nobody outside reads it before a second person has decided", async () => {
      const kirsi = await arrive("kirsi.aalto@");
      await kirsi.open(address, 404);
      await kirsi.leave();
    });

    await step("a colleague sees exactly what goes out, and releases it", async () => {
      const jonas = await arrive("jonas.weber@");
      const { page } = jonas;
      const waits = page.locator("section[aria-labelledby=reviews]").getByRole("link", { name: report.title });
      assert.equal(await waits.count(), 1, "the desk says that it waits");
      await look(jonas, `desk-reviewer-${mode}`);
      await jonas.open("/reviews");
      await look(jonas, `reviews-${mode}`);
      await jonas.follow(page.locator("main").getByRole("link", { name: report.title }));
      await jonas.follow(page.getByRole("button", { name: "Claim it" }));
      assert.match(await page.locator("main").textContent(), /Claimed by you/);
      assert.match(await page.locator(".reach").textContent(), /2 governments.*3 civil-society organisations/s);
      assert.equal(await page.locator(".sheet-title").textContent(), report.title);
      await look(jonas, `review-${mode}`);
      await jonas.follow(page.getByRole("button", { name: /^Release to governments, civil society/ }));
      await look(jonas, `released-${mode}`);
      await jonas.leave();
    });

    await step("a government's delegate finds and reads it", async () => {
      const kirsi = await arrive("kirsi.aalto@");
      const { page } = kirsi;
      await kirsi.open("/incidents");
      await eventually("the list follows", async () => {
        await search(kirsi, report.word);
        return (await titles(kirsi).count()) === 1;
      });
      await kirsi.follow(titles(kirsi).first());
      await kirsi.follow(page.locator("article h2 a").first());
      assert.equal(new URL(page.url()).pathname, address);
      assert.equal(await page.locator("h1").textContent(), report.title);
      assert.equal(await page.locator("h1").getAttribute("lang"), report.language);
      assert.equal(await page.locator(".prose strong").textContent(), "06:40");
      assert.notEqual(await page.locator("main .tlp").first().textContent(), "TLP:CLEAR");
      await look(kirsi, `read-${mode}`);
      await kirsi.leave();
    });

    await step("for a company it is not there", async () => {
      const farah = await arrive("farah.noor@");
      const { page } = farah;
      await farah.open("/reports/R-000000", 404);
      const nothing = await page.locator("main").innerHTML();
      await farah.open(address, 404);
      assert.equal(await page.locator("main").innerHTML(), nothing, "what is not for her looks like what is not");
      await look(farah, `absent-${mode}`);
      await farah.open("/incidents");
      await search(farah, report.word);
      assert.equal(await titles(farah).count(), 0);
      await look(farah, `empty-${mode}`);
      await farah.leave();
    });

    await step("for the public nothing has moved", async () => {
      await stranger.open("/incidents");
      assert.equal(await count(stranger), before);
      await stranger.open(address, 404);
      await search(await reopened(stranger), report.word);
      assert.equal(await titles(stranger).count(), 0);
    });

    await step("once withdrawn, it says so to those who could read it, and to nobody else", async () => {
      const jonas = await arrive("jonas.weber@");
      await jonas.open(`${address}/desk`);
      await jonas.follow(jonas.page.getByRole("link", { name: "The release, and how to withdraw it" }));
      await jonas.page.getByLabel("Reason").fill(`${report.word}: the place was wrong.`);
      await jonas.follow(jonas.page.getByRole("button", { name: /^Withdraw from governments, civil society/ }));
      await look(jonas, `withdrawn-owner-${mode}`);
      await jonas.leave();

      const kirsi = await arrive("kirsi.aalto@");
      await kirsi.open(address, 410);
      assert.match(await kirsi.page.locator("main").textContent(), new RegExp(`${report.word}: the place was wrong`));
      await look(kirsi, `withdrawn-${mode}`);
      await kirsi.leave();
      await stranger.open(address, 404);
      await stranger.leave();
    });
  });
}

async function reopened(visitor) {
  await visitor.open("/incidents");
  return visitor;
}
