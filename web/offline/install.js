// Keeps the site for the next time, once this time has started. Where nothing can be kept, in a private
// window for instance, it is only loaded again.
// What is to be shown in a frame is shown by another page, in another folder.
if (/[#&]embed=1\b/.test(location.hash)) {
  const to = new URL(location.href);
  const src = to.searchParams.get("src");
  if (src) to.searchParams.set("src", new URL(src, location.href).href);
  to.pathname = new URL("./view/embed.html", location.href).pathname;
  location.replace(to);
}
const rules = { createScriptURL: (url) => url };
const trusted = globalThis.trustedTypes?.createPolicy("netpol-install", rules) ?? rules;
addEventListener("load", () => navigator.serviceWorker?.register(trusted.createScriptURL("./sw.js")).catch(() => {}));
