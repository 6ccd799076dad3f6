// Keeps the site for the next time, once this time has started. Where nothing can be kept, in a private
// window for instance, it is only loaded again.
addEventListener("load", () => navigator.serviceWorker?.register("./sw.js").catch(() => {}));
