export const name = "the page and the embedding example load, work, and ask for nothing afterwards";

export default async function ({ open, expect, axe, screenshot }) {
  const page = await open();
  await page.getByLabel("Name").fill("web");
  await expect.text(page.locator("output"), "web");
  await page.getByRole("button", { name: "Add rule" }).click();
  await expect.count(page.getByRole("listitem"), 1);
  await axe(page, "one rule");
  await screenshot(page, "loads");

  const phone = await open("", { viewport: { width: 320, height: 640 }, colorScheme: "dark" });
  await expect.visible(phone.getByRole("heading", { level: 1 }));
  await screenshot(phone, "loads-phone-dark");

  const host = await open("examples/embed.html");
  await expect.count(host.getByLabel("Name"), 2);
}
