// No page is wider than a screen of 320 pixels, whatever people write: words without an end, long addresses, tables,
// long names. Everything is written through the interface for programs and looked at as pages.

import assert from "node:assert/strict";
import { test } from "node:test";

import { assertFits } from "./checks.js";
import { browser, entente } from "./opened.js";
import { NARROW, Visitor } from "./support.js";

/** 56 letters, as Turkish and German make them. */
const WORD = "Muvaffakiyetsizleştiricileştiriveremeyebileceklerimizden".slice(0, 56);
const LONG = WORD.repeat(3);
const ADDRESS = `https://example.org/${"a-path-that-never-ends-".repeat(12)}?${"key".repeat(60)}=1`;
const ACCOUNT = `${LONG} and ${ADDRESS}

    ${"a line of code that goes on ".repeat(12)}

\`${LONG}\`

> > > ${LONG}

- - - - ${LONG}

| ${WORD} | ${WORD} | c | d | e | f |
|---|---|---|---|---|---|
| ${WORD} | 1 | 2 | 3 | 4 | 5 |

# ${WORD}`;

const FACTS = {
  types: ["shutdown"],
  countries: ["IN"],
  places: [LONG],
  services: [LONG],
  operators: [LONG, WORD],
  domains: [`${"label-of-a-domain-".repeat(3)}x.${"label-of-a-domain-".repeat(3)}x.example.org`],
  decision_maker: LONG,
  stated_reason_text: LONG,
  legal_basis: { text: LONG },
  sources: [{ title: LONG, url: ADDRESS }],
  harms: [{ kind: "privacy", method: LONG }],
};

/** What a member's program calls: `call(method, path, body)` gives what is answered. */
async function program(beginning) {
  const { email, password } = entente.account(beginning);
  const ask = async (method, path, body, token) => {
    const headers = { "Content-Type": "application/json", ...(token && { Authorization: `Bearer ${token}` }) };
    const answer = await fetch(`${entente.url}/api/v1${path}`, { method, headers, body: body && JSON.stringify(body) });
    const text = await answer.text();
    assert.ok(answer.ok, `${method} ${path}: ${answer.status} ${text}`);
    return text ? JSON.parse(text) : undefined;
  };
  const { access_token: token } = await ask("POST", "/sessions", { email, password });
  return (method, path, body) => ask(method, path, body, token);
}

/** A report of Open Lines with long words everywhere, released to the public, with what others say of it. */
async function written() {
  const [author, reviewer, other] = await Promise.all(["amina.diallo@", "jonas.weber@", "sami.haddad@"].map(program));
  const { reference } = await author("POST", "/reports", { title: `${WORD} ${LONG}`, narrative: ACCOUNT, language: "tr", facts: FACTS });
  const release = await author("POST", `/reports/${reference}/releases`, { audience: ["public"] });
  await reviewer("POST", `/reports/${reference}/releases/${release.id}/approval`, {});
  const { incident } = await author("GET", `/reports/${reference}`);
  await other("POST", `/incidents/${incident}/corroborations`, { stance: "corroborates", note: LONG, audience: ["coalition"] });
  const { reference: waiting } = await author("POST", "/reports", { title: LONG, narrative: ACCOUNT, facts: FACTS });
  const proposed = await author("POST", `/reports/${waiting}/releases`, { audience: ["coalition"] });
  return { reference, incident, waiting, proposed: proposed.id };
}

async function fits(beginning, paths) {
  for (const javaScript of [true, false]) {
    const visitor = await Visitor.arrive(browser, entente, { javaScript, viewport: NARROW });
    if (beginning) {
      await visitor.signIn(entente.account(beginning));
    }
    for (const path of paths) {
      await visitor.open(path);
      await assertFits(visitor);
      await visitor.page.evaluate(() => (document.documentElement.dir = "rtl"));
      await assertFits(visitor);
      await visitor.picture(`narrow-${path.replace(/\W+/g, "-")}-${javaScript ? "scripts" : "plain"}`);
    }
    visitor.assertClean();
    await visitor.leave();
  }
}

test("no page is wider than 320 pixels for any content", async () => {
  const { reference, incident, waiting, proposed } = await written();
  await fits(undefined, ["/", "/incidents", `/incidents?q=${WORD}`, `/incidents/${incident}`, `/reports/${reference}`, "/sign-in"]);
  await fits("amina.diallo@", [
    "/desk",
    "/account",
    "/organisations",
    "/groups",
    "/reports/new",
    `/incidents/${incident}`,
    `/incidents/${incident}/merge`,
    `/reports/${reference}?as=public`,
    `/reports/${reference}/desk`,
    `/reports/${reference}/edit`,
    `/reports/${reference}/marks`,
    `/reports/${reference}/release`,
    `/reports/${reference}/incident`,
    `/reports/${reference}/translate`,
    `/reports/${reference}/delegation`,
    `/reports/${waiting}/desk`,
    "/access-requests",
  ]);
  await fits("jonas.weber@", ["/reviews", `/reports/${waiting}/releases/${proposed}`, `/reports/${reference}/retraction`]);
  await fits("sami.haddad@", [`/incidents/${incident}/corroborate`, `/reports/${reference}/ask`, `/incidents/${incident}`, "/reviews"]);
  await fits("rosa.quispe@", ["/log", "/organisations/open-lines", "/keeping"]);
  await fits("ana.belo@", ["/vetting", "/organisations/new", "/groups/new", "/log"]);
});
