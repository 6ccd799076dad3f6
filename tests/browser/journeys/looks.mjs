// How the page looks in each of its shapes. The pictures are for people; what is judged here is
// that nothing is wider than its place, that no accessibility rule is violated, and that the
// judge of that is awake.
import { readFile } from "node:fs/promises";
import assert from "node:assert/strict";
import { form, output } from "../form.mjs";
import { tooWide } from "../layout.mjs";

export const name = "the page fits every width, light and dark, and with forced colors";

const POLICY = new URL("../golden/portal.yaml", import.meta.url);
const SHAPES = [
  { name: "desktop", viewport: { width: 1440, height: 900 } },
  { name: "dark", viewport: { width: 1440, height: 900 }, colorScheme: "dark" },
  { name: "forced-colors", viewport: { width: 1280, height: 800 }, forcedColors: "active" },
  { name: "wide", viewport: { width: 2560, height: 1440 } },
  { name: "columns-at-their-narrowest", viewport: { width: 900, height: 800 } },
  { name: "tabs-at-their-widest", viewport: { width: 899, height: 800 } },
];
const PHONES = [
  { name: "phone", viewport: { width: 360, height: 740 }, hasTouch: true },
  { name: "phone-dark", viewport: { width: 390, height: 844 }, hasTouch: true, colorScheme: "dark" },
  { name: "smallest", viewport: { width: 320, height: 568 }, hasTouch: true },
];
/** High enough for the form of the policy below, in one picture. */
const WHOLE_FORM = 2800;
const REGIONS = ["Policies", "Form", "Result"];

export default async function (tools) {
  const yaml = await readFile(POLICY, "utf8");
  for (const shape of [...SHAPES, ...PHONES]) await oneShape(shape, yaml, tools);
  await axeIsAwake(tools);
}

async function oneShape({ name, ...shape }, yaml, { open, expect, axe, screenshot }) {
  const page = await open("", shape);
  const state = async (part) => {
    expect.equal(await tooWide(page), [], `${name}, ${part}`);
    await axe(page, `${name}, ${part}`);
    await screenshot(page, `${name}-${part}`);
  };
  await state("empty");
  await page.locator("netpol-designer").evaluate((designer, yaml) => (designer.value = yaml), yaml);
  await expect.value(form.name(page), "api-from-web");
  const regions = page.getByLabel("Parts of the page").getByRole("button");
  if (await regions.first().isVisible()) {
    for (const region of REGIONS) {
      await regions.filter({ hasText: region }).click();
      await state(region.toLowerCase());
    }
  } else {
    await state("policy");
  }
  await output.tab(page, "What it does").click();
  await state("meaning");
  if (await regions.first().isVisible()) {
    await regions.filter({ hasText: "Form" }).click();
    await page.setViewportSize({ ...shape.viewport, height: WHOLE_FORM });
    await screenshot(page, `${name}-whole-form`);
  }
}

/** A violation that is put in on purpose must be found. */
async function axeIsAwake({ open, axe }) {
  const page = await open();
  await page.evaluate(() => {
    const image = document.createElement("img");
    image.src = "data:,";
    document.querySelector("netpol-designer").shadowRoot.append(image);
  });
  await assert.rejects(axe(page, "seeded"), /image-alt/);
}
