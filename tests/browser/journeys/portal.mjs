// The form from the first field to the file: each step is followed by what it did to the text and
// to the meaning.
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { addCondition, copyOf, downloadOf, form, output, workspace } from "../form.mjs";

export const name = "a policy is filled in, read, downloaded, and accepted by the command line";

const GOLDEN = new URL("../golden/portal.yaml", import.meta.url);
const NETPOL = process.env.NETPOL || fileURLToPath(new URL("../../../target/debug/netpol", import.meta.url));

export default async function ({ open, expect, axe, screenshot }) {
  const page = await open("", { viewport: { width: 1440, height: 900 } });
  const shows = (...lines) =>
    expect.eventually(async () => {
      const yaml = await output.yaml(page);
      expect.ok(yaml.includes(`${lines.join("\n")}\n`), `${lines.join("\n")}\nis not in\n${yaml}`);
    });
  const means = (sentence) => expect.text(form.meaning(page), sentence);

  await workspace.button(page, "New policy").click();
  await expect.focused(form.name(page));
  await form.name(page).fill("api-from-web");
  await form.namespace(page).fill("shop");
  await shows("metadata:", "  name: api-from-web", "  namespace: shop", "spec:", "  podSelector: {}");
  await means(/all pods in namespace shop/);
  await expect.visible(page.getByText("There are no rules, so all ingress of the selected pods is denied."));

  await addCondition(form.selectedPods(page), "app", "api");
  await shows("  podSelector:", "    matchLabels:", "      app: api");
  await means(/selects pods with app=api that are in namespace shop/);

  await form.addRule(page, "Ingress").click();
  const rule = form.rules(page, "Ingress");
  await expect.visible(rule.getByText("Allows nothing yet", { exact: false }));
  await shows("  policyTypes:", "  - Ingress");
  expect.ok(!(await output.yaml(page)).includes("- {}"), "a rule without a source must not be written");
  await axe(page, "a rule that allows nothing yet");

  await rule.getByRole("button", { name: "Other namespaces" }).click();
  await shows("  ingress:", "  - from:", "    - namespaceSelector: {}", "      podSelector: {}");
  await means(/All pods in all namespaces may connect on every port/);
  await addCondition(rule.getByRole("group", { name: "Namespaces" }), "env", "prod");
  await addCondition(rule.getByRole("group", { name: "Pods" }), "app", "web");
  await shows(
    "    - namespaceSelector:",
    "        matchLabels:",
    "          env: prod",
    "      podSelector:",
    "        matchLabels:",
    "          app: web",
  );
  await means(/Pods with app=web that are in namespaces with env=prod may connect on every port/);

  await rule.getByRole("button", { name: "IP block" }).click();
  await rule.getByLabel("Address range (CIDR)").fill("10.0.0.0/8");
  await rule.getByRole("button", { name: "Excluded range" }).click();
  await rule.getByLabel("Except").fill("10.9.0.0/16");
  await shows("    - ipBlock:", "        cidr: 10.0.0.0/8", "        except:", "        - 10.9.0.0/16");
  await means(/, or addresses in 10\.0\.0\.0\/8 except addresses in 10\.9\.0\.0\/16, may connect/);

  await rule.getByRole("radiogroup", { name: "Ports" }).getByText("Only these").click();
  await rule.getByLabel("Port number or name").fill("8080");
  await rule.getByLabel("Last port of a range").fill("8090");
  await shows("    ports:", "    - protocol: TCP", "      port: 8080", "      endPort: 8090");
  await means(/may connect on TCP 8080.8090/);

  await form.direction(page, "Egress").getByText("Deny all", { exact: true }).click();
  await shows("  - Ingress", "  - Egress");
  await shows("  egress: []");
  await means(/no connection/i);

  await expect.text(output.tab(page, "Problems"), "Problems");
  await axe(page, "the whole policy");
  await screenshot(page, "portal");
  await output.tab(page, "What it does").click();
  await expect.visible(page.getByRole("heading", { name: "True for every policy" }));
  await page.getByText("As a table").click();
  const rows = page.locator(".picture tr:has(td)");
  await expect.eventually(async () =>
    expect.equal(await rows.allInnerTexts(), [
      "Ingress\tpods with app=web that are in namespaces with env=prod\tTCP 8080–8090",
      "Ingress\taddresses in 10.0.0.0/8 except addresses in 10.9.0.0/16\tTCP 8080–8090",
      "Egress\tnothing\t",
    ]),
  );
  const svg = await downloadOf(page, () => page.getByRole("button", { name: "Save as SVG" }).click());
  expect.equal((svg.text.match(/<path /g) ?? []).length, 3, "an arrow for each row");
  const png = await downloadOf(page, () => page.getByRole("button", { name: "Save as PNG" }).click());
  expect.ok(png.text.includes("PNG"), "a picture is drawn");
  await axe(page, "the meaning of the whole policy");
  await screenshot(page, "portal-meaning");
  const markdown = await copyOf(page, () => page.getByRole("button", { name: "Copy as Markdown" }).click());
  expect.ok(/^## `shop\/api-from-web`\n\nThis policy selects[^]*\n\| Direction \| Who \| Ports \|\n/.test(markdown), markdown);
  await output.tab(page, "YAML").click();

  const golden = await readFile(GOLDEN, "utf8");
  expect.equal(await output.yaml(page), golden);
  const file = await downloadOf(page, () => page.getByRole("button", { name: "Download YAML" }).click());
  expect.equal(file, { name: "api-from-web.yaml", text: golden });
  const one = await downloadOf(page, () => page.getByRole("button", { name: "Download", exact: true }).click());
  expect.equal(one, file);
  expect.equal(await copyOf(page, () => page.getByRole("button", { name: "Copy", exact: true }).click()), golden);
  await expect.visible(page.getByText("Copied."));
  const command = await copyOf(page, () => page.getByRole("button", { name: "Copy as command" }).click());
  expect.equal(command, `kubectl apply -f - <<'EOF'\n${golden}EOF\n`);
  expect.equal(await exitCodeOf(NETPOL, ["validate", "-"], file.text), 0);
  expect.equal(await exitCodeOf(NETPOL, ["validate", "-"], file.text.replace("10.9.0.0/16", "10.9.0.0/6")), 1);
}

/** How a command ends that is given `text` on its standard input. */
function exitCodeOf(command, argumentList, text) {
  return new Promise((resolve, reject) => {
    const child = execFile(command, argumentList, (problem) => {
      if (problem && typeof problem.code !== "number") reject(problem);
      else resolve(problem?.code ?? 0);
    });
    child.stdin.end(text);
  });
}
