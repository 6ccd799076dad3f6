// Takes the pictures of the README and keeps them in `docs/images/`.
//
//   BASE_URL=http://127.0.0.1:8080/ node screenshots.mjs      (beside `cargo xtask serve`)
//
// Not a journey: it changes files of the repository, and a picture is judged by eye.
import { mkdir, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { form, output, workspace } from "./form.mjs";
import { baseUrl, launch } from "./launch.mjs";
import { withFewColors } from "./png.mjs";

const FOLDER = fileURLToPath(new URL("../../docs/images/", import.meta.url));
const MOST_BYTES = 200_000;

const SHOP = `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: default-deny
  namespace: shop
spec:
  podSelector: {}
  policyTypes:
  - Ingress
  - Egress
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: allow-dns
  namespace: shop
spec:
  podSelector: {}
  policyTypes:
  - Egress
  egress:
  - to:
    - namespaceSelector:
        matchLabels:
          kubernetes.io/metadata.name: kube-system
      podSelector:
        matchLabels:
          k8s-app: kube-dns
    ports:
    - protocol: UDP
      port: 53
    - protocol: TCP
      port: 53
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: api-from-web
  namespace: shop
spec:
  podSelector:
    matchLabels:
      app: api
  policyTypes:
  - Ingress
  - Egress
  ingress:
  - from:
    - namespaceSelector:
        matchLabels:
          env: prod
      podSelector:
        matchLabels:
          app: web
    - ipBlock:
        cidr: 10.0.0.0/8
        except:
        - 10.9.0.0/16
    ports:
    - protocol: TCP
      port: 8080
      endPort: 8090
  egress: []
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: scrape-metrics
  namespace: monitoring
spec:
  podSelector:
    matchLabels:
      app: prometheus
  policyTypes:
  - Egress
  egress:
  - to:
    - namespaceSelector: {}
    ports:
    - protocol: TCP
      port: metrics
`;

const PICTURES = [
  { name: "desktop", viewport: { width: 1440, height: 900 } },
  { name: "dark", viewport: { width: 1440, height: 900 }, colorScheme: "dark", tab: "What it does" },
  { name: "phone", viewport: { width: 390, height: 844 }, hasTouch: true },
];

const browser = await launch();
await mkdir(FOLDER, { recursive: true });
for (const picture of PICTURES) await take(picture);
await browser.close();

async function take({ name, tab, ...shape }) {
  const page = await browser.newPage(shape);
  await page.goto(baseUrl().href);
  const designer = page.locator("netpol-designer");
  await designer.evaluate((element) => element.ready);
  await designer.evaluate((element, yaml) => (element.value = yaml), SHOP);
  const policy = workspace.policy(page, "api-from-web");
  if (!(await policy.isVisible())) await page.getByRole("button", { name: "Policies", exact: true }).click();
  await policy.click();
  await form.name(page).waitFor();
  if (tab) await output.tab(page, tab).click();
  await page.mouse.move(0, 0);
  await page.evaluate(() => document.querySelector("netpol-designer").shadowRoot.activeElement?.blur());
  const path = `${FOLDER}${name}.png`;
  const picture = await withFewColors(page, await page.screenshot({ animations: "disabled", caret: "hide" }));
  if (picture.length > MOST_BYTES) throw new Error(`${path} would be ${picture.length} bytes large, more than ${MOST_BYTES}`);
  await writeFile(path, picture);
  console.log(`${path}: ${picture.length} bytes`);
  await page.close();
}
