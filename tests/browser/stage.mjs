// What one journey has at hand: pages in fresh contexts, each watched for what must never happen.
//
// Three promises are checked on every page without the journey asking: nothing is written to the
// console as an error, nothing is fetched from elsewhere, and nothing at all is fetched once the
// page has loaded. `close` reports what broke them.
import { createRequire } from "node:module";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { expect } from "./expect.mjs";

const axeSource = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
export const output = fileURLToPath(new URL("./output/", import.meta.url));

export class Stage {
  #browser;
  #base;
  #contexts = [];
  #watched = new Map();
  broken = [];
  /** The states in which no accessibility rule was violated. */
  accessible = [];
  /** What a journey found worth telling, without judging it. */
  notes = [];

  constructor(browser, base) {
    this.#browser = browser;
    this.#base = base;
  }

  /** The helpers that a journey is called with. */
  get props() {
    return {
      expect,
      open: (path, options) => this.open(path, options),
      reload: (page) => this.reload(page),
      axe: (page, state, schemes) => this.axe(page, state, schemes),
      screenshot: (page, name, options) => this.screenshot(page, name, options),
      note: (text) => this.notes.push(text),
    };
  }

  /**
   * Opens `path` of the site in a fresh context and waits until every designer on it is drawn.
   *
   * `allowErrors` is a pattern of console errors that the journey provokes on purpose, `before` a
   * function that runs in the page before anything else does; `again` allows scripts to be loaded once
   * more, by a worker, `anywhere` that the journey goes to a site of its own, and `late` files with an address like it to be loaded when they are needed; the site is not kept by its service worker unless `serviceWorkers` allows it; all
   * other options are Playwright's:
   * `viewport`, `locale`, `colorScheme`, `forcedColors`, `reducedMotion`, ….
   */
  async open(path = "", { allowErrors, before, again, late, anywhere, viewport = { width: 1280, height: 800 }, ...options } = {}) {
    const context = await this.#browser.newContext({ viewport, serviceWorkers: "block", ...options });
    this.#contexts.push(context);
    if (before) await context.addInitScript(before);
    await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: this.#base.origin });
    const page = await context.newPage();
    // A site of the journey's own is watched by the journey.
    if (!anywhere) this.#watch(page, allowErrors, again, late);
    await page.goto(new URL(path, this.#base).href);
    await this.#loaded(page);
    return page;
  }

  /** Reloads the page with all it has stored. */
  async reload(page) {
    this.#watched.get(page).loaded = false;
    await page.reload();
    await this.#loaded(page);
  }

  /** Fails if an accessibility rule is violated in the state that the page is in, light or dark. */
  async axe(page, state, schemes = ["light", "dark"]) {
    if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axeSource);
    const scheme = await page.evaluate(() => (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light"));
    for (const colorScheme of schemes) {
      await page.emulateMedia({ colorScheme });
      const lines = await page.evaluate(violations);
      if (lines.length > 0) {
        throw new Error(`axe found ${lines.length} violations in "${state}", ${colorScheme}:\n${lines.join("\n")}`);
      }
    }
    await page.emulateMedia({ colorScheme: scheme });
    this.accessible.push(state);
  }

  /** Keeps a picture of the page as `output/NAME.png`. */
  async screenshot(page, name, options = {}) {
    await page.screenshot({ path: `${output}${name}.png`, animations: "disabled", ...options });
  }

  /** Keeps a picture of every open page, for a journey that failed. */
  async lastPictures(name) {
    const pages = this.#contexts.flatMap((context) => context.pages());
    // A page that cannot be pictured any more must not hide why the journey failed.
    await Promise.allSettled(pages.map((page, at) => this.screenshot(page, `FAILED-${name}-${at + 1}`)));
  }

  /** Closes all pages; throws if one of the three promises was broken. */
  async close() {
    await Promise.all(this.#contexts.map((context) => context.close()));
    if (this.broken.length > 0) throw new Error([...new Set(this.broken)].join("\n"));
  }

  #watch(page, allowErrors, again, late) {
    const state = { loaded: false };
    const scripts = new Set();
    this.#watched.set(page, state);
    const wrong = (what) => this.broken.push(what);
    const error = (text) => allowErrors?.test(text) || wrong(`error in the console: ${text}`);
    page.on("console", (message) => message.type() === "error" && error(message.text()));
    page.on("pageerror", (thrown) => error(String(thrown)));
    page.on("crash", () => wrong("the page crashed"));
    page.on("request", (request) => {
      const url = new URL(request.url());
      // `data:` and `blob:` never leave the page.
      if (!url.protocol.startsWith("http")) return;
      if (url.origin !== this.#base.origin) wrong(`request to elsewhere: ${url}`);
      if (!state.loaded || late?.test(url.pathname)) scripts.add(url.href);
      else if (!again || !url.pathname.endsWith(".js") || !scripts.has(url.href)) wrong(`request after load: ${url}`);
    });
    page.on("response", (response) => {
      if (response.status() >= 400) wrong(`${response.status()} for ${response.url()}`);
    });
  }

  async #loaded(page) {
    await page.evaluate(async () => {
      const designers = document.querySelectorAll("netpol-designer");
      if (designers.length === 0) return;
      await customElements.whenDefined("netpol-designer");
      await Promise.all([...designers].map((designer) => designer.ready));
    });
    const watched = this.#watched.get(page);
    if (watched) watched.loaded = true;
  }
}

/** Runs in the page: what axe finds, a text for each place. */
async function violations() {
  const found = await window.axe.run(document, { resultTypes: ["violations"] });
  return found.violations.flatMap(({ id, impact, help, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} (${impact}): ${help}\n  at ${target.flat().join(" ▸ ")}\n  ${failureSummary}`),
  );
}
