// What the layout of a page must never do, told as texts; nothing is expected here.

/** What is wider than the place it is in: the page, a region, or what scrolls inside one. */
export function tooWide(page) {
  return page.evaluate(() => {
    const { shadowRoot } = document.querySelector("netpol-designer");
    const inside = [...shadowRoot.querySelectorAll(":not(svg *)")].filter((node) => node.scrollWidth > node.clientWidth + 1 && node.clientWidth > 0);
    const scrolls = (node) => ["auto", "scroll", "visible"].includes(getComputedStyle(node).overflowX) && getComputedStyle(node).display !== "inline";
    // Lines of the text are not broken, and the picture stays readable: they are scrolled sideways.
    const isText = (node) => node.matches(".scroller, .picture .scroll");
    const wide = inside.filter((node) => scrolls(node) && !isText(node)).map((node) => `${node.localName}.${node.className} is ${node.scrollWidth} in ${node.clientWidth}`);
    // What is drawn has no inside; its texts have to stay within their boxes.
    for (const drawn of shadowRoot.querySelectorAll(".graph text")) {
      const [own, box] = [drawn, drawn.parentNode.firstChild].map((node) => node.getBoundingClientRect());
      if (own.left < box.left || own.right > box.right || own.bottom > box.bottom) wide.push(`"${drawn.textContent}" is out of its box`);
    }
    const { scrollWidth, scrollHeight } = document.scrollingElement;
    if (scrollWidth > innerWidth) wide.push(`the page is ${scrollWidth} in ${innerWidth}`);
    if (scrollHeight > Math.max(innerHeight, 480)) wide.push(`the page is ${scrollHeight} high in ${innerHeight}`);
    return wide;
  });
}

/**
 * Goes through the designer with the Tab key, and tells how many controls get the keyboard, and which of
 * them cannot be seen then: what is in view is what lies under the middle of the control.
 */
export async function hiddenWhenFocused(page, atMost = 150) {
  const hidden = [];
  let focused = 0;
  await page.evaluate(() => (document.body.tabIndex = -1) && document.body.focus());
  for (let step = 0; step < atMost; step += 1) {
    await page.keyboard.press("Tab");
    const told = await page.evaluate(() => {
      const root = document.activeElement?.shadowRoot;
      const focused = root?.activeElement;
      if (!focused) return "";
      const named = `${focused.localName} "${(focused.ariaLabel ?? focused.labels?.[0]?.textContent ?? focused.textContent).trim().slice(0, 40)}"`;
      // What is chosen by its label is as large as that.
      const seen = focused.closest("label") ?? focused;
      const { left, right, top, bottom } = seen.getBoundingClientRect();
      const [x, y] = [(Math.max(left, 0) + Math.min(right, innerWidth)) / 2, (Math.max(top, 0) + Math.min(bottom, innerHeight)) / 2];
      const there = root.elementFromPoint(x, y);
      return seen.contains(there) ? "seen" : `${named} is below ${there?.localName}.${there?.className}`;
    });
    if (!told) break;
    focused += 1;
    if (told !== "seen") hidden.push(told);
  }
  return { focused, hidden };
}
