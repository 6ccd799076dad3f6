// The page in other languages: as the user chooses, and as the page around it says.
import { readFile } from "node:fs/promises";
import { form, workspace } from "../form.mjs";

export const name = "the page speaks the language of its reader, and changes it without losing anything";

const table = async (language) => JSON.parse(await readFile(new URL(`../../../web/words/words-${language}.json`, import.meta.url), "utf8"));

export default async function (tools) {
  const [german, japanese] = await Promise.all([table("de"), table("ja")]);
  await chosen(german, japanese, tools);
  await followed(tools);
  await said(german, tools);
  await shown(tools);
  await missing(tools);
}

/** The language of the browser, then another one by keyboard, which is kept. */
async function chosen(german, japanese, { open, reload, expect, screenshot }) {
  const page = await open("", { locale: "de-AT", late: /words-/ });
  const choice = page.locator("netpol-designer").locator("[data-language]");
  await page.getByRole("button", { name: german["New policy"] }).first().click();
  const named = page.getByLabel(german["Name"], { exact: true }).first();
  await named.fill("bleibt");
  // What the policy does is said in the same language, in the form and in the picture.
  await expect.text(page.locator(".meaning"), /^Diese Policy wählt alle Pods im Namespace der Policy aus\. Sie erlaubt keine Verbindung/);
  await page.getByRole("tab", { name: german["What it does"] }).click();
  await expect.visible(page.getByRole("img", { name: "Verbindungen: alle Pods im Namespace der Policy" }));
  await page.getByRole("tab", { name: german["What it does"] }).press("ArrowRight");
  await expect.visible(page.getByText(german["No problems: the API server accepts this policy."]));
  await page.getByLabel(german["Name"], { exact: true }).first().fill("Bleibt");
  await expect.visible(page.getByRole("tabpanel").getByText("Der Name Bleibt enthält Großbuchstaben."));
  // What the API server says is English in every language, and marked so.
  await page.getByText(german["What the API server says"]).click();
  await expect.visible(page.locator(".server-words[lang=en]", { hasText: "RFC 1123" }));
  await page.getByLabel(german["Name"], { exact: true }).first().fill("bleibt");
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

/** The first language of the reader that there are words of; English is one. */
async function followed({ open, expect }) {
  const known = (...languages) => `Object.defineProperty(navigator, "languages", { value: ${JSON.stringify(languages)} })`;
  for (const [languages, spoken] of [[["fr-CA", "ja-JP", "en"], "ja"], [["fr", "en-GB", "de"], "en"], [["fr"], "en"], [[], "en"]]) {
    const page = await open("", { before: known(...languages), late: /words-/ });
    expect.equal(await page.locator("netpol-designer .outer").getAttribute("lang"), spoken);
    await page.context().close();
  }
}

/** Views say it each in the language that it is in. */
async function shown({ open, expect, axe, screenshot }) {
  const page = await open("examples/view.html", { late: /view\/|words-/ });
  const [first, refused] = [page.locator("#content"), page.locator("#refused")];
  await expect.text(first.locator("[part=meaning]"), /^This policy selects/);
  await page.evaluate(() => {
    document.documentElement.lang = "de";
    document.querySelector("#refused").lang = "ja-JP";
    document.querySelector("#content").lang = "";
    document.querySelector("#content").removeAttribute("lang");
  });
  await expect.text(first.locator("[part=meaning]"), /^Diese Policy wählt Pods mit app=api in Namespace shop aus\./);
  await expect.visible(first.getByRole("img", { name: "Verbindungen: Pods mit app=api in Namespace shop" }));
  await expect.text(first.locator("th").first(), "Richtung");
  await expect.text(refused.locator("[part=verdict]"), "APIサーバーはこのポリシーを拒否します。");
  await expect.text(refused.locator("[part=problems] li"), /^エラー 3行目 名前Api: 大文字が含まれています。/);
  expect.equal(await refused.evaluate(({ shadowRoot }) => shadowRoot.querySelector("div").lang), "ja");
  await axe(page, "policies shown in other languages");
  await screenshot(page, "view-languages", { fullPage: true });
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

/** Words that cannot be loaded cost nothing but the language: of the designer, and of a view. */
async function missing({ open, expect }) {
  const shown = await open("examples/view.html", { allowErrors: /ERR_FAILED|integrity/, late: /view\/|words-/ });
  await shown.route(/words-/, (route) => route.fulfill({ contentType: "text/html", body: "en: de" }));
  const first = shown.locator("#content");
  await first.evaluate((view) => (view.lang = "de"));
  await expect.text(first.locator("[part=meaning]"), /^This policy selects/);
  expect.equal(await first.evaluate(({ shadowRoot }) => shadowRoot.querySelector("div").lang), "en");
  await shown.unroute(/words-/);
  await first.evaluate((view) => (view.lang = "de-DE"));
  await expect.text(first.locator("[part=meaning]"), /^Diese Policy wählt/);

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
