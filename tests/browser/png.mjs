// Makes a screenshot small: a PNG of 256 colors.
//
// Pictures of text have thousands of colors, nearly all of them of single pixels at the edges of
// letters; a near color does there as well, at a third of the bytes.
import { deflateSync } from "node:zlib";

/** The PNG `png` with at most 256 colors; a page of the browser decodes it. */
export async function withFewColors(page, png) {
  const { width, height, colors, pixels } = await page.evaluate(indexed, png.toString("base64"));
  const rows = Buffer.from(pixels, "base64");
  const scanlines = Buffer.alloc(height * (width + 1));
  for (let row = 0; row < height; row += 1) rows.copy(scanlines, row * (width + 1) + 1, row * width, (row + 1) * width);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // Eight bits a pixel, each the number of a color.
  header.set([8, 3], 8);
  return Buffer.concat([
    Buffer.from("\x89PNG\r\n\x1a\n", "latin1"),
    chunk("IHDR", header),
    chunk("PLTE", Buffer.from(colors)),
    chunk("IDAT", deflateSync(scanlines, { level: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

/** Runs in a page: the picture as numbers of colors. */
async function indexed(base64) {
  const blob = await (await fetch(`data:image/png;base64,${base64}`)).blob();
  const bitmap = await createImageBitmap(blob);
  const { width, height } = bitmap;
  const canvas = new OffscreenCanvas(width, height).getContext("2d");
  canvas.drawImage(bitmap, 0, 0);
  const all = new Uint32Array(canvas.getImageData(0, 0, width, height).data.buffer);
  const counts = new Map();
  for (const color of all) counts.set(color, (counts.get(color) ?? 0) + 1);
  const parts = (color) => [color & 255, (color >> 8) & 255, (color >> 16) & 255];
  // Of colors that hardly differ the most frequent one is enough, which leaves room for rare ones.
  const alike = new Map();
  for (const [color, count] of [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0])) {
    const key = parts(color).reduce((sum, part) => sum * 32 + (part >> 3), 0);
    const known = alike.get(key) ?? { color, count: 0 };
    alike.set(key, { ...known, count: known.count + count });
  }
  const palette = [...alike.values()].sort((a, b) => b.count - a.count || a.color - b.color).slice(0, 256).map(({ color }) => color);
  const distance = (a, b) => parts(a).reduce((sum, part, at) => sum + (part - parts(b)[at]) ** 2, 0);
  const numbers = new Map();
  for (const color of counts.keys()) {
    let best = 0;
    for (let at = 1; at < palette.length; at += 1) if (distance(color, palette[at]) < distance(color, palette[best])) best = at;
    numbers.set(color, best);
  }
  const pixels = Uint8Array.from(all, (color) => numbers.get(color));
  let text = "";
  for (let at = 0; at < pixels.length; at += 0x8000) text += String.fromCharCode(...pixels.subarray(at, at + 0x8000));
  return { width, height, colors: palette.flatMap(parts), pixels: btoa(text) };
}

function chunk(type, data) {
  const named = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const out = Buffer.alloc(named.length + 8);
  out.writeUInt32BE(data.length, 0);
  named.copy(out, 4);
  out.writeUInt32BE(crc32(named), named.length + 4);
  return out;
}

function crc32(bytes) {
  let crc = -1;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}
