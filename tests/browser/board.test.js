// A joint action from an alert to its outcome, without scripts, by three organisations and others that only read: begun by a
// delegate, approved by a colleague, joined, its task taken and done, spoken of, moved over the stages on the board, closed, and
// followed by what came of it.

import assert from "node:assert/strict";
import { test } from "node:test";

import { eventually, look } from "./checks.js";
import { browser, entente } from "./opened.js";
import { DESK, PHONE, Visitor } from "./support.js";

const TITLE = "Demarche: bring the exchange points back";
const TASK = "Ask the regulator for the order";
const SAID = "Our people there ask that no town be named.";
const CAME = "The exchange points answer again, all but one.";
/** A day that is not over when the test ends, as a form takes it. */
const LATER = new Date(Date.now() + 30 * 24 * 60 * 60 * 1000).toISOString().slice(0, 10);

async function as(account, options = {}) {
  const visitor = await Visitor.arrive(browser, entente, { javaScript: false, ...options });
  if (account) await visitor.signIn(entente.account(account));
  return visitor;
}

const main = (visitor) => visitor.page.locator("main");
const press = (visitor, name) => visitor.follow(main(visitor).getByRole("button", { name, exact: true }));
const text = (visitor) => main(visitor).textContent();

/** The reference of an alert, as somebody finds it in the list. */
async function alert(visitor, headline) {
  await visitor.open("/alerts");
  const href = await main(visitor).getByRole("link", { name: headline }).first().getAttribute("href");
  return href.match(/W-[A-Z0-9]+/)[0];
}

/** The card of the action on the board, as soon as it stands in the column of this stage. */
async function card(visitor, stage) {
  const column = main(visitor).locator(".column", { has: visitor.page.getByRole("heading", { name: new RegExp(`^${stage} `), level: 2 }) });
  const found = column.locator(".card", { hasText: TITLE });
  await eventually(`the card stands under ${stage}`, async () => {
    await visitor.open("/board");
    return (await found.count()) === 1;
  });
  return found;
}

test("a demarche goes from an alert to its outcome, without scripts", async () => {
  const [delegate, second, joins, helper, company, peer, stranger] = await Promise.all([
    as("kirsi.aalto@"),
    as("pavel.horn@"),
    as("rosa.quispe@", { viewport: PHONE }),
    as("ines.duarte@"),
    as("farah.noor@"),
    as("sami.haddad@"),
    as(),
  ]);
  try {
    // The alert went to all members; the one that is linked beside it to governments alone.
    const hidden = await alert(delegate, "Summons of network operators expected on Thursday");
    const from = await alert(delegate, "Mobile networks in three provinces may stay dark");
    await delegate.open(`/alerts/${from}`);
    await delegate.follow(main(delegate).getByRole("link", { name: "Begin an action" }));
    await look(delegate, "board-form");
    const links = main(delegate).locator("[name=links]");
    assert.match(await links.inputValue(), new RegExp(from));
    await links.fill(`${await links.inputValue()} ${hidden}`);
    await main(delegate).locator("[name=kind]").selectOption("demarche");
    await main(delegate).locator("[name=title]").fill(TITLE);
    await main(delegate).locator("[name=brief]").fill("We ask for the **order**, and for its end.");
    await main(delegate).getByLabel("All members of the coalition").check();
    await press(delegate, "Begin the action");
    const at = new URL(delegate.page.url()).pathname;
    await company.open(at, 404);
    await second.open(at);
    await look(second, "board-approval");
    await press(second, "Release it");

    await joins.open(at);
    assert.match(await text(joins), /All who read this action, and nobody else, will see that your organisation takes part/);
    await press(joins, "Join with your organisation");
    await look(joins, "board-joined");

    await delegate.open(at);
    await press(delegate, "Move to “Preparing”");
    await main(delegate).locator("summary", { hasText: "Add a task" }).click();
    await main(delegate).locator("details [name=title]").fill(TASK);
    await press(delegate, "Add the task");

    await helper.open(at);
    await press(helper, "Join with your organisation");
    await press(helper, "Take it");
    assert.match(await text(helper), /Federal Foreign Office of Valdora has to do “Ask the regulator for the order”/);
    await press(helper, "It is done");
    assert.match(await text(helper), /1 of 1 done/);

    // A company reads what goes on, and learns nothing of the alert that it may not read.
    await company.open(at);
    assert.match(await text(company), new RegExp(`${from}[\\s\\S]*Open Lines[\\s\\S]*Federal Foreign Office of Valdora joined`));
    assert.doesNotMatch(await company.page.content(), new RegExp(hidden));
    assert.match(await delegate.page.content(), new RegExp(hidden));
    assert.equal(await main(company).locator("form").count(), 0, "whoever is no delegate does nothing here");
    await look(company, "board-card-of-a-reader");
    await stranger.open(at, 404);

    // What is said to civil society alone is read by another of it, and neither by a company nor by the lead.
    await joins.open(at);
    await joins.follow(main(joins).getByRole("link", { name: "Read and write comments" }));
    await main(joins).locator("[name=text]").fill(SAID);
    await main(joins).locator("summary", { hasText: "Only for some of those who read the action" }).click();
    await main(joins).locator("[name=sectors][value='sector:civil_society']").check();
    await press(joins, "Send the comment");
    for (const path of [at, `${at}/comments`]) {
      for (const [visitor, reads] of [[joins, true], [peer, true], [company, false], [delegate, false], [helper, false]]) {
        await visitor.open(path);
        assert.equal((await visitor.page.content()).includes(SAID), reads, `${path}: ${reads}`);
      }
    }

    await delegate.open(at);
    for (const stage of ["In consultation", "Agreed"]) {
      await press(delegate, `Move to “${stage}”`);
    }
    await card(company, "Agreed");
    await look(company, "board-desk");
    await joins.open("/board");
    await joins.follow(main(joins).getByRole("link", { name: /^Agreed/ }));
    assert.ok(await main(joins).locator(".card", { hasText: TITLE }).isVisible());
    assert.equal(await main(joins).locator(".column:visible").count(), 1, "a phone shows one column");
    await look(joins, "board-phone");
    await stranger.open("/board");
    assert.doesNotMatch(await text(stranger), new RegExp(TITLE));

    await delegate.open(at);
    await press(delegate, "Move to “Delivered”");
    await look(delegate, "board-card");
    await main(delegate).locator("summary", { hasText: "Close it" }).click();
    await main(delegate).locator("[name=move_reason]").fill("The networks are back.");
    await press(delegate, "Move to “Closed”");

    // Its lead is asked what came of it, and says so; the others read that.
    assert.match(await text(delegate), /Your organisation has not said yet what came of it/);
    await delegate.follow(main(delegate).getByRole("link", { name: "Say what came of the action" }));
    await main(delegate).locator("[name=text]").fill(CAME);
    await main(delegate).locator("[name=outcome]").selectOption("partly");
    await main(delegate).locator("[name=review_on]").fill(LATER);
    await press(delegate, "Send the comment");
    await delegate.open(at);
    assert.match(await text(delegate), /Nothing is needed any more/);
    await company.open(at);
    assert.match(await text(company), /Nothing is needed any more[\s\S]*The networks are back/);
    await company.open("/actions?stage=closed");
    assert.match(await text(company), new RegExp(`${TITLE}[\\s\\S]*Outcome: Partly achieved`));
    await look(company, "board-list");
    await company.open(at);
    await company.follow(main(company).getByRole("link", { name: /^Partly achieved \(to be looked at again on / }));
    assert.match(await text(company), new RegExp(`Outcome: Partly achieved[\\s\\S]*${CAME}`));
  } finally {
    await Promise.all([delegate, second, joins, helper, company, peer, stranger].map((visitor) => visitor.leave()));
  }
});

test("what is said to civil society alone, what came of an action and by which mandate somebody acted", async () => {
  const [ours, company] = await Promise.all([as("rosa.quispe@"), as("ben.okafor@")]);
  const open = async (visitor, title) => {
    await visitor.open("/actions?stage=agreed&stage=closed&stage=following_up");
    await visitor.follow(main(visitor).getByRole("link", { name: title }).first());
    return text(visitor);
  };
  try {
    const terminals = "Satellite terminals for three hospitals";
    assert.match(await open(ours, terminals), /The driver of last time is being watched/);
    const theirs = await open(company, terminals);
    assert.match(theirs, /It needs a name on the customs form/);
    assert.doesNotMatch(theirs, /being watched/);
    const training = await open(ours, "Training for newsrooms: the first hour of a shutdown");
    assert.match(training, /All 14 newsrooms have a written plan now/);
    await look(ours, "board-outcome");
    await ours.open("/account/mandates");
    await look(ours, "board-mandates");
    assert.match(await text(ours), /Everything/i);
  } finally {
    await Promise.all([ours.leave(), company.leave()]);
  }
});

test("the help says of each stage what it means and where an action goes from it", async () => {
  const visitor = await as(undefined, { viewport: DESK });
  await visitor.open("/board");
  await visitor.follow(main(visitor).getByRole("link", { name: "What the stages mean" }));
  const row = main(visitor).locator("#agreed");
  assert.match(await row.textContent(), /Agreed[\s\S]*Delivered[\s\S]*Preparing[\s\S]*Withdrawn/);
  await look(visitor, "board-stages");
  await visitor.leave();
});

test("a card is put in another place by dragging, and back by its arrow, for one organisation alone", async () => {
  // High enough that nothing scrolls under the hand.
  const viewport = { width: DESK.width, height: 1800 };
  const [delegate, other] = await Promise.all([as("kirsi.aalto@", { javaScript: true, viewport }), as("ines.duarte@")]);
  const cards = (visitor) => main(visitor).locator(".column", { has: visitor.page.locator("#stage-preparing") }).locator(".card");
  const titles = (visitor) => cards(visitor).locator("h3").allTextContents();
  await other.open("/board");
  const theirs = await titles(other);
  await delegate.open("/board");
  const before = await titles(delegate);
  assert.ok(before.length > 1, `there are cards to put in order: ${before}`);
  const drag = cards(delegate).nth(1).dragTo(cards(delegate).nth(0), { targetPosition: { x: 30, y: 4 } });
  await Promise.all([delegate.page.waitForNavigation(), drag]);
  const after = await titles(delegate);
  assert.deepEqual(after.slice(0, 2), [before[1], before[0]]);
  await press(delegate, `Move “${before[0]}” up`);
  assert.deepEqual(await titles(delegate), before);
  await other.open("/board");
  assert.deepEqual(await titles(other), theirs);
  await look(delegate, "board-of-a-delegate");
  await Promise.all([delegate.leave(), other.leave()]);
});
