// Every page that a member finds, looked at as each kind of member.

import { after, before, test } from "node:test";

import { look } from "./checks.js";
import { Entente, PHONE, Visitor, openBrowser } from "./support.js";

let entente;
let browser;

before(async () => {
  [entente, browser] = await Promise.all([Entente.start(), openBrowser()]);
});

after(async () => {
  await browser?.close();
  await entente?.stop();
});

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
