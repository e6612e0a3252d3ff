// What forms owe to who fills them in: one act for one form, nothing typed lost, no mouse needed.

import assert from "node:assert/strict";
import { test } from "node:test";

import { look } from "./checks.js";
import { browser, entente } from "./opened.js";
import { DESK, PHONE, Visitor } from "./support.js";

/** Files a draft through the form and gives the address of its desk, without `?done`. */
async function draft(visitor, title, narrative) {
  const { page } = visitor;
  await visitor.open("/reports/new");
  await page.getByLabel("Title").fill(title);
  await page.locator("[name=narrative]").fill(narrative);
  await visitor.follow(page.getByRole("button", { name: "Save as a draft" }));
  return /\/reports\/[^/]+/.exec(page.url())[0];
}

/** How many reports of the organisation have this title. */
async function filed(visitor, title) {
  await visitor.open("/desk");
  return visitor.page.locator("section[aria-labelledby=drafts]").getByRole("link", { name: title, exact: true }).count();
}

/** The element that has the focus. */
function focused(visitor) {
  return visitor.page.locator(":focus");
}

/** Presses Tab until this element has the focus, as few times as it takes; gives how many. */
async function tabTo(visitor, selector, most = 12) {
  for (let times = 1; times <= most; times += 1) {
    await visitor.page.keyboard.press("Tab");
    if (await focused(visitor).evaluate((element, selector) => element.matches(selector), selector)) {
      return times;
    }
  }
  return assert.fail(`${selector} is not reached within ${most} presses of Tab`);
}

/** Every fault that the summary names leads to a field that is there, marked, and takes the focus. */
async function assertSummaryLeads(visitor, fields) {
  const { page } = visitor;
  const summary = page.locator(".error-summary");
  assert.ok(await summary.evaluate((element) => element === document.activeElement), "the summary has the focus");
  const hrefs = await summary.locator("a").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
  assert.deepEqual(hrefs, fields.map((field) => `#${field}`));
  for (const field of fields) {
    const target = page.locator(`[id="${field}"]`);
    await summary.locator(`a[href="#${field}"]`).click();
    assert.ok(await target.evaluate((element) => element === document.activeElement), `the link leads to ${field}`);
    const beside = page.locator(`.field.wrong:has([id="${field}"]), .field.wrong[id="${field}"]`);
    assert.equal(await beside.locator(".wrong-text").count(), 1, `the message stands beside ${field}`);
    if (await target.evaluate((element) => element.matches("input, select, textarea"))) {
      assert.equal(await target.getAttribute("aria-invalid"), "true");
      const described = (await target.getAttribute("aria-describedby")).split(" ");
      assert.ok(described.includes(await beside.locator(".wrong-text").getAttribute("id")), `${field} names its message`);
    }
  }
}

for (const javaScript of [true, false]) {
  const mode = javaScript ? "scripts" : "plain";
  const how = javaScript ? "with scripts" : "without scripts";
  const arrive = async (beginning, options) => {
    const visitor = await Visitor.arrive(browser, entente, { javaScript, viewport: javaScript ? DESK : PHONE, ...options });
    if (beginning) {
      await visitor.signIn(entente.account(beginning));
    }
    return visitor;
  };

  test(`a form that is clicked twice files one report, ${how}`, async () => {
    const amina = await arrive("amina.diallo@");
    const { page } = amina;
    const title = `Clicked twice ${how}`;
    await amina.open("/reports/new");
    await page.getByLabel("Title").fill(title);
    await Promise.all([
      // The second click breaks off the answer to the first: that wait is begun anew.
      page.waitForURL(/\/reports\/R-/).catch((error) => {
        if (!String(error).includes("ERR_ABORTED")) throw error;
        return page.waitForURL(/\/reports\/R-/);
      }),
      page.getByRole("button", { name: "Save as a draft" }).dblclick(),
    ]);
    assert.equal(await filed(amina, title), 1);
    amina.assertClean();
    await amina.leave();
  });

  test(`a form that arrives twice at once files one report, ${how}`, async () => {
    const amina = await arrive("amina.diallo@");
    const { page } = amina;
    const title = `Arrived twice ${how}`;
    await amina.open("/reports/new");
    await page.getByLabel("Title").fill(title);
    const sent = await page.locator("main form").evaluate((form) => new URLSearchParams(new FormData(form)).toString());
    const send = () =>
      page.request.post("/reports", {
        data: sent,
        headers: { "Content-Type": "application/x-www-form-urlencoded", Origin: entente.url },
        maxRedirects: 0,
      });
    const answers = await Promise.all([send(), send()]);
    assert.deepEqual(answers.map((answer) => answer.status()), [303, 303]);
    const [one, other] = answers.map((answer) => answer.headers().location);
    assert.equal(one, other, "both lead to the same report");
    assert.equal(await filed(amina, title), 1);
    await amina.leave();
  });

  test(`a form that is refused comes back with all that was typed, ${how}`, async () => {
    const amina = await arrive("amina.diallo@");
    const { page } = amina;
    const typed = {
      "#title": `Заголовок “остаётся” <b>& всё</b> ${how}`,
      "[name=narrative]": "\nErste Zeile\n\n  zweite <script>alert(1)</script>\n",
      "[name='facts.started.date']": "the day before yesterday",
      "[name='facts.places']": "Αθήνα\nПирей",
      "[name='facts.regions']": "nowhere",
    };
    await amina.open("/reports/new");
    for (const [field, text] of Object.entries(typed)) {
      await page.locator(field).fill(text);
    }
    await page.getByLabel("Throttling", { exact: true }).check();
    await page.locator("[name=language]").selectOption("ru");
    await page.locator("select[name='facts.countries']").first().selectOption("GR");
    await amina.follow(page.getByRole("button", { name: "Save as a draft" }), 422);

    await assertSummaryLeads(amina, ["facts.regions", "facts.started.date"]);
    for (const [field, text] of Object.entries(typed)) {
      assert.equal(await page.locator(field).inputValue(), text, field);
    }
    assert.ok(await page.getByLabel("Throttling", { exact: true }).isChecked());
    assert.equal(await page.locator("[name=language]").inputValue(), "ru");
    assert.equal(await page.locator("select[name='facts.countries']").first().inputValue(), "GR");
    await look(amina, `refused-${mode}`);

    await page.locator("[name='facts.started.date']").fill("2026-05-20");
    await page.locator("[name='facts.regions']").fill("");
    await amina.follow(page.getByRole("button", { name: "Save as a draft" }));
    assert.equal(await filed(amina, typed["#title"]), 1);
    amina.assertClean();
    await amina.leave();
  });

  test(`who chooses no audience is shown the narrowest, ${how}`, async () => {
    const amina = await arrive("amina.diallo@");
    const { page } = amina;
    const address = await draft(amina, `For nobody yet ${how}`, "Text.");
    await amina.open(`${address}/release`);
    await page.getByLabel("My own organisation", { exact: true }).uncheck();
    await amina.follow(page.getByRole("button", { name: "Show me what they will read" }));
    assert.match(await page.locator(".reach").textContent(), /Open Lines.*the people of your own organisation/s);
    await look(amina, `own-audience-${mode}`);
    await amina.follow(page.getByRole("button", { name: "Choose another audience" }));
    assert.ok(await page.getByLabel("My own organisation", { exact: true }).isChecked());
    await amina.leave();
  });

  test(`a wrong password says so and keeps the address, ${how}`, async () => {
    const visitor = await arrive();
    const { page } = visitor;
    await visitor.open("/sign-in");
    await look(visitor, `sign-in-${mode}`);
    await page.getByLabel("E-mail address").fill(`nobody-${mode}@example.org`);
    await page.locator("[name=password]").fill("not the password");
    await visitor.follow(page.locator("main").getByRole("button", { name: "Sign in" }), 422);
    assert.ok(await page.locator(".error-summary").evaluate((element) => element === document.activeElement));
    assert.equal(await page.getByLabel("E-mail address").inputValue(), `nobody-${mode}@example.org`);
    assert.equal(await page.locator("[name=password]").inputValue(), "", "a password never comes back");
    await look(visitor, `wrong-password-${mode}`);
    await visitor.leave();
  });

  test(`two who edit at once see both texts, ${how}`, async () => {
    const amina = await arrive("amina.diallo@");
    const address = await draft(amina, `Edited by two ${how}`, "Three lines were cut.");
    const first = amina.page;
    await amina.open(`${address}/edit`);

    const second = new Visitor(entente, amina.context, await amina.context.newPage());
    await second.open(`${address}/edit`);
    await second.page.locator("[name=narrative]").fill("Four lines were cut.");
    await second.follow(second.page.getByRole("button", { name: "Save", exact: true }));

    await first.locator("[name=narrative]").fill("Five lines were cut, and a mast.");
    await amina.follow(first.getByRole("button", { name: "Save", exact: true }), 412);
    assert.equal(await first.locator("[name=narrative]").inputValue(), "Five lines were cut, and a mast.");
    await first.locator("summary", { hasText: "Their text in full" }).click();
    assert.match(await first.locator("article.sheet").textContent(), /Four lines were cut\./);
    assert.match(await first.locator(".changes").textContent(), /Four.*Five|Five.*Four/s);
    await look(amina, `conflict-${mode}`);

    await second.open(`${address}/edit`);
    assert.equal(await second.page.locator("[name=narrative]").inputValue(), "Four lines were cut.", "nothing is overwritten");
    await amina.follow(first.getByRole("button", { name: "Save mine over theirs" }));
    await amina.open(`${address}/edit`);
    assert.equal(await first.locator("[name=narrative]").inputValue(), "Five lines were cut, and a mast.");
    amina.assertClean();
    await amina.leave();
  });

  test(`a keyboard is enough to sign in and to file a report, ${how}`, async () => {
    const amina = await arrive();
    const { page } = amina;
    const { email, password } = entente.account("amina.diallo@");
    const enter = async () => {
      const [answer] = await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
      assert.equal(answer.status(), 200);
    };
    await amina.open("/sign-in");
    assert.equal(await tabTo(amina, ".skip"), 1, "the first stop skips to the content");
    const { x, y, width } = await page.locator(".skip").boundingBox();
    assert.ok(x >= 0 && y >= 0 && width > 20, "the link that skips is seen while it has the focus");
    await page.keyboard.press("Enter");
    assert.ok(await page.locator("main").evaluate((main) => main === document.activeElement));
    assert.equal(await tabTo(amina, "#email"), 1);
    await page.keyboard.type(email);
    assert.equal(await tabTo(amina, "#password"), 1);
    await page.keyboard.type(password);
    await enter();
    assert.equal(new URL(page.url()).pathname, "/desk");

    await amina.open("/reports/new");
    await tabTo(amina, ".skip", 1);
    await page.keyboard.press("Enter");
    await tabTo(amina, "#title", 1);
    await page.keyboard.type(`Typed by keyboard ${how}`);
    const outline = await focused(amina).evaluate((element) => {
      const { outlineStyle, outlineWidth } = getComputedStyle(element);
      return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
    });
    assert.ok(outline, "where the focus is can be seen");
    await enter();
    assert.equal(await filed(amina, `Typed by keyboard ${how}`), 1);
    amina.assertClean();
    await amina.leave();
  });
}
