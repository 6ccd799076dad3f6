import starlight from "@astrojs/starlight";
import { defineConfig } from "astro/config";

const head = [{ tag: "script", attrs: { type: "module", src: "LOADER" } }];
export default defineConfig({
  integrations: [starlight({ title: "Policies", head, disable404Route: true, pagefind: false })],
  // There are no pictures to make smaller.
  image: { service: { entrypoint: "astro/assets/services/noop" } },
});
