// Keeps the site for the next time, once this time has started. Where nothing can be kept, in a private
// window for instance, it is only loaded again.
// What is to be shown in a frame is shown by another page.
if (/[#&]embed=1\b/.test(location.hash)) location.replace("./view/embed.html" + location.search + location.hash);
const rules = { createScriptURL: (url) => url };
const trusted = globalThis.trustedTypes?.createPolicy("netpol-install", rules) ?? rules;
addEventListener("load", () => navigator.serviceWorker?.register(trusted.createScriptURL("./sw.js")).catch(() => {}));
