// A demonstration and a browser for the file of tests that imports them: started before its tests, ended after them.

import { after, before } from "node:test";

import { Entente, openBrowser } from "./support.js";

/** The running demonstration. */
export let entente;
/** Chromium. */
export let browser;

before(async () => {
  [entente, browser] = await Promise.all([Entente.start(), openBrowser()]);
});

after(async () => {
  await browser?.close();
  await entente?.stop();
});
