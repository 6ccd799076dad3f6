// The page in other languages: as the user chooses, and as the page around it says.
import { readFile } from "node:fs/promises";
import { form, workspace } from "../form.mjs";

export const name = "the page speaks the language of its reader, and changes it without losing anything";

const table = async (language) => JSON.parse(await readFile(new URL(`../../../web/words/words-${language}.json`, import.meta.url), "utf8"));

export default async function (tools) {
  const [german, japanese] = await Promise.all([table("de"), table("ja")]);
  await chosen(german, japanese, tools);
  await said(german, tools);
  await missing(tools);
}

/** One language, then another one by keyboard, which is kept. */
async function chosen(german, japanese, { open, reload, expect, screenshot }) {
  const page = await open("", { locale: "de-AT", late: /words-/ });
  // Sentences about policies are English, so nobody gets German unasked.
  await expect.visible(workspace.button(page, "New policy"));
  const choice = page.locator("netpol-designer").locator("[data-language]");
  await choice.selectOption("de");
  await page.getByRole("button", { name: german["New policy"] }).first().click();
  const named = page.getByLabel(german["Name"], { exact: true }).first();
  await named.fill("bleibt");
  await screenshot(page, "german");
  await expect.value(choice, "de");
  await choice.focus();
  await page.keyboard.press("ArrowDown");
  await expect.visible(page.getByRole("button", { name: japanese["New policy"] }).first());
  await expect.value(choice, "ja");
  await expect.focused(choice);
  await screenshot(page, "japanese");
  // Nothing typed is lost, and what was done can be taken back.
  await expect.value(page.getByLabel(japanese["Name"], { exact: true }).first(), "bleibt");
  await page.keyboard.press("Control+z");
  await expect.value(page.getByLabel(japanese["Name"], { exact: true }).first(), "new-policy");

  await reload(page);
  await expect.visible(page.getByRole("button", { name: japanese["New policy"] }).first());
  await choice.selectOption("en");
  await expect.visible(workspace.button(page, "New policy"));
  await expect.value(form.name(page), "new-policy");
  expect.equal(await page.locator("netpol-designer .outer").getAttribute("lang"), "en");
}

/** A host page says its language itself, and then there is no choice. */
async function said(german, { open, expect }) {
  const page = await open("", { locale: "fr-FR", late: /words-de/ });
  await expect.visible(workspace.button(page, "New policy"));
  await page.evaluate(() => {
    const designer = document.querySelector("netpol-designer");
    designer.removeAttribute("lang");
    document.documentElement.lang = "de-CH";
    designer.replaceWith(designer.cloneNode());
  });
  await expect.visible(page.getByRole("button", { name: german["New policy"] }).first());
  await expect.count(page.locator("[data-language]:visible"), 0);
}

/** Words that cannot be loaded cost nothing but the language. */
async function missing({ open, expect }) {
  const page = await open("", { allowErrors: /ERR_FAILED|integrity/, late: /words-/ });
  await workspace.button(page, "New policy").click();
  const choice = page.locator("[data-language]");
  // A server that has a page for everything sends one in their place.
  const answers = [(route) => route.abort(), (route) => route.fulfill({ contentType: "text/html", body: "<!doctype html>" })];
  for (const answer of answers) {
    await page.route(/words-/, answer);
    const asked = page.waitForRequest(/words-ja/);
    await choice.selectOption("ja");
    await asked;
    await page.evaluate(() => new Promise((settled) => setTimeout(settled, 200)));
    await expect.visible(workspace.button(page, "New policy"));
    await expect.value(form.name(page), "new-policy");
    expect.equal(await page.locator("netpol-designer .outer").getAttribute("lang"), "en");
    await page.unroute(/words-/);
    await choice.selectOption("en");
  }
  // It is asked for anew.
  await choice.selectOption("ja");
  await page.locator("netpol-designer .outer[lang=ja]").waitFor();
}
