// A demonstration coalition of its own and a Chromium for each file of tests.
//
//   ENTENTE_BINARY  the program (default: target/debug/entente of this clone)
//   CHROMIUM        the browser (default: `chromium` on the path)

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";

import { chromium } from "playwright-core";

const BINARY = process.env.ENTENTE_BINARY ?? fileURLToPath(new URL("../../target/debug/entente", import.meta.url));
/** Filling a demonstration with an unoptimised build takes up to half a minute, more where tests run side by side. */
const FILLED_WITHIN = 180_000;

/** The narrowest screen, at which nothing may be wider than the page (WCAG 2.2, 1.4.10). */
export const NARROW = { width: 320, height: 640 };
/** A phone and a desk: the two widths at which every page is looked at. */
export const PHONE = { width: 390, height: 844 };
export const DESK = { width: 1280, height: 900 };

/** A running demonstration. */
export class Entente {
  /** Fills a folder that nobody else has, and answers once the first request is answered. */
  static async start() {
    const folder = await mkdtemp(join(tmpdir(), "entente-browser-"));
    const listen = `127.0.0.1:${await freePort()}`;
    const child = spawn(BINARY, ["demo", "--data", folder, "--listen", listen], {
      env: ownEnvironment(),
      stdio: ["ignore", "pipe", "pipe"],
    });
    const entente = new Entente(`http://${listen}`, folder, child);
    try {
      await entente.#answers();
    } catch (error) {
      await entente.stop();
      throw error;
    }
    return entente;
  }

  #folder;
  #child;
  #ended;
  #said = "";
  #log = "";

  constructor(url, folder, child) {
    /** Scheme, host and port. */
    this.url = url;
    this.#folder = folder;
    this.#child = child;
    this.#ended = new Promise((resolve) => {
      child.on("error", resolve);
      child.on("exit", (code, signal) => resolve(new Error(`the program ended (${code ?? signal})`)));
    });
    child.stdout.setEncoding("utf8").on("data", (text) => (this.#said += text));
    child.stderr.setEncoding("utf8").on("data", (text) => (this.#log += text));
  }

  async #answers() {
    const ended = this.#ended.then((error) => {
      throw new Error(`${BINARY}: ${error.message}\n${this.#said}${this.#log}`);
    });
    const ready = async (signal) => {
      // Others may answer on a port that was free a moment ago: only what the program says of itself counts.
      while (!signal.aborted && !(this.#said.includes(this.url) && this.accounts.length > 0 && (await this.#lives()))) {
        await pause(100);
      }
    };
    const limit = new AbortController();
    const late = pause(FILLED_WITHIN, undefined, { signal: limit.signal }).then(() => {
      throw new Error(`no answer within ${FILLED_WITHIN / 1000} s\n${this.#said}${this.#log}`);
    });
    try {
      await Promise.race([ready(limit.signal), ended, late]);
    } finally {
      limit.abort();
      late.catch(() => {});
      ended.catch(() => {});
    }
  }

  async #lives() {
    return fetch(`${this.url}/incidents`).then((answer) => answer.ok, () => false);
  }

  /** What the program wrote to its log. */
  get log() {
    return this.#log;
  }

  /** The accounts that the demonstration prints: `{ email, password, roles, organisation }`. */
  get accounts() {
    const line = /^ {2}(\S+@\S+) {2}(.+?) {2}([a-z_ ]+), (.+)$/gm;
    return [...this.#said.matchAll(line)].map(([, email, password, roles, organisation]) => ({
      email,
      password,
      roles: roles.split(" "),
      organisation,
    }));
  }

  /** The account whose address begins so, such as `amina.diallo`. */
  account(beginning) {
    const found = this.accounts.filter(({ email }) => email.startsWith(beginning));
    assert.equal(found.length, 1, `one account begins with ${beginning}: ${found.map(({ email }) => email)}`);
    return found[0];
  }

  /** Ends the program and takes its folder away. */
  async stop() {
    if (this.#child.pid !== undefined && this.#child.exitCode === null && this.#child.signalCode === null) {
      this.#child.kill("SIGTERM");
      const kill = setTimeout(() => this.#child.kill("SIGKILL"), 10_000);
      await this.#ended;
      clearTimeout(kill);
    }
    await rm(this.#folder, { recursive: true, force: true });
  }
}

/** The caller's environment without settings of Entente: a test must not write into somebody's database. */
function ownEnvironment() {
  const settings = ([name]) => name.startsWith("ENTENTE_") || name === "DATABASE_URL";
  return Object.fromEntries(Object.entries(process.env).filter((entry) => !settings(entry)));
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

function chromiumPath() {
  const named = process.env.CHROMIUM;
  const candidates = named ? [named] : process.env.PATH.split(delimiter).map((folder) => join(folder, "chromium"));
  const found = candidates.find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
  assert.ok(found, "there is no chromium on the path; CHROMIUM names another place");
  return found;
}

/** A Chromium without a window. */
export function openBrowser() {
  return chromium.launch({
    executablePath: chromiumPath(),
    // Root and most containers cannot have its sandbox; what it opens here is this program alone.
    chromiumSandbox: false,
    args: ["--disable-quic", "--disable-gpu"],
  });
}

/**
 * Somebody with a browser of their own: no cookie is shared with another visitor.
 *
 * `javaScript: false` is Tor Browser at its safest level; `viewport`, `colorScheme`, `locale` and the other options
 * are Playwright's.
 */
export class Visitor {
  static async arrive(browser, entente, { javaScript = true, ...options } = {}) {
    const context = await browser.newContext({
      baseURL: entente.url,
      javaScriptEnabled: javaScript,
      viewport: DESK,
      locale: "en-GB",
      reducedMotion: "reduce",
      ...options,
    });
    const page = await context.newPage();
    return new Visitor(entente, context, page);
  }

  constructor(entente, context, page) {
    this.entente = entente;
    this.context = context;
    this.page = page;
    /** What no page may do, as it happened. */
    this.faults = [];
    context.on("request", (request) => {
      const url = new URL(request.url());
      if (url.origin !== entente.url && url.protocol !== "data:") {
        this.faults.push(`asks another origin: ${request.url()}`);
      }
    });
    context.on("response", (answer) => {
      if (answer.status() >= 500) {
        this.faults.push(`${answer.status()} from ${answer.url()}`);
      }
    });
    context.on("console", (message) => {
      // Chromium writes a line for every answer of 400 and more; those are the tests' own business.
      if (message.type() === "error" && !message.text().startsWith("Failed to load resource")) {
        this.faults.push(`console: ${message.text()}`);
      }
    });
    context.on("weberror", (error) => this.faults.push(`script: ${error.error().message}`));
  }

  /** Opens a path and checks the status of the answer. */
  async open(path, status = 200) {
    const answer = await this.page.goto(path);
    assert.equal(answer.status(), status, `the status of ${path}`);
    return answer;
  }

  /** Signs in by the form, as `{ email, password }`. */
  async signIn({ email, password }) {
    await this.open("/sign-in");
    const form = this.page.locator("form", { has: this.page.locator("[name=password]") });
    await form.locator("[name=email]").fill(email);
    await form.locator("[name=password]").fill(password);
    await this.follow(form.locator("button:not([type=button])"));
    assert.notEqual(new URL(this.page.url()).pathname, "/sign-in", `${email} is let in`);
  }

  /** Clicks what leads to a page, waits until that page stands, and checks the status of its answer. */
  async follow(locator, status = 200) {
    const [answer] = await Promise.all([this.page.waitForNavigation(), locator.click()]);
    assert.equal(answer.status(), status, `the status of ${this.page.url()}`);
  }

  /** Nothing came from elsewhere, no policy was broken, no script or answer failed. */
  assertClean() {
    assert.deepEqual(this.faults, []);
  }

  /** The page fits its window: reading never needs scrolling sideways. */
  async assertNoSidewaysScroll() {
    const { wide, shown } = await this.page.evaluate(() => ({
      wide: document.documentElement.scrollWidth,
      shown: document.documentElement.clientWidth,
    }));
    assert.ok(wide <= shown, `${this.page.url()} is ${wide} px wide in a window of ${shown} px`);
  }

  /** A picture of the whole page, for eyes: only where `ENTENTE_SCREENSHOTS` names a folder. */
  async picture(name) {
    const folder = process.env.ENTENTE_SCREENSHOTS;
    if (folder) {
      await this.page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
    }
  }

  async leave() {
    await this.context.close();
  }
}
