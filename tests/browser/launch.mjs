// Starts the Chromium that the tests and the benchmark drive.
//
// CHROMIUM names the browser; without it Playwright looks for its own download. The flags keep
// Chromium from talking to anybody but the page under test.
import { chromium } from "playwright-core";

const QUIET = [
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export function launch({ headed = false } = {}) {
  // Chromium refuses to sandbox itself for root; the pages it opens here are our own.
  const asRoot = process.getuid?.() === 0;
  return chromium.launch({
    executablePath: process.env.CHROMIUM || undefined,
    headless: !headed,
    chromiumSandbox: false,
    args: asRoot ? [...QUIET, "--no-sandbox"] : QUIET,
  });
}

/** The address of the site under test, from the environment. */
export function baseUrl() {
  const url = process.env.BASE_URL;
  if (!url) {
    console.error("error: BASE_URL is not set\n help: run it by: cargo xtask browser");
    process.exit(2);
  }
  return new URL(url);
}
