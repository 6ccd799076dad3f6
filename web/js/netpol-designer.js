// The custom element <netpol-designer>: a shadow tree, its stylesheet, and Rust's `mount` inside.
//
// `ready` is a promise that settles once the designer is drawn; pages and tests may wait for it.
import init, { mount } from "./netpol_web.js";

const loading = Promise.all([stylesheet(), init()]);

async function stylesheet() {
  const response = await fetch(new URL("./netpol-designer.css", import.meta.url));
  return new CSSStyleSheet().replace(await response.text());
}

class NetpolDesigner extends HTMLElement {
  #ready;

  get ready() {
    return this.#ready;
  }

  connectedCallback() {
    this.#ready ??= this.#draw();
  }

  async #draw() {
    const shadow = this.attachShadow({ mode: "open" });
    const [sheet] = await loading;
    shadow.adoptedStyleSheets = [sheet];
    const root = document.createElement("div");
    shadow.append(root);
    mount(root);
    // Yew draws in a microtask of its own.
    await new Promise((drawn) => requestAnimationFrame(drawn));
  }
}

customElements.define("netpol-designer", NetpolDesigner);
