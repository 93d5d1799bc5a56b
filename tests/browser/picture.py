"""A small picture of a page: the browser counts the colours, this file writes them as a PNG with a palette."""

import base64
import struct
import zlib
from pathlib import Path

from playwright.sync_api import Browser, Page

__all__ = ["picture_size", "save_picture"]

# Shades closer than this are one; the map's antialiasing alone has thousands.
_COUNT = """
async ({source, width, height}) => {
  const image = new Image();
  image.src = source;
  await image.decode();
  const context = Object.assign(document.createElement("canvas"), {width, height}).getContext("2d");
  context.drawImage(image, 0, 0);
  const {data} = context.getImageData(0, 0, width, height);
  const counts = new Map(), keys = new Int32Array(width * height);
  for (let at = 0, pixel = 0; at < data.length; at += 4, pixel += 1) {
    const key = (data[at] >> 2 << 12) | (data[at + 1] >> 2 << 6) | (data[at + 2] >> 2);
    keys[pixel] = key;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const parts = (key) => [key >> 12 & 63, key >> 6 & 63, key & 63];
  const apart = (one, other) => one.reduce((sum, part, index) => sum + (part - other[index]) ** 2, 0);
  const chosen = [];
  for (const [key] of [...counts].sort((one, other) => other[1] - one[1])) {
    if (chosen.length === COLOURS) break;
    if (chosen.every((other) => apart(parts(key), parts(other)) > NEAR)) chosen.push(key);
  }
  const nearest = new Map();
  for (const key of counts.keys()) {
    let best = 0;
    for (let at = 1; at < chosen.length; at += 1)
      if (apart(parts(key), parts(chosen[at])) < apart(parts(key), parts(chosen[best]))) best = at;
    nearest.set(key, best);
  }
  let text = "";
  for (const key of keys) text += String.fromCharCode(nearest.get(key));
  return {palette: chosen.map((key) => parts(key).map((part) => Math.round(part * 255 / 63))), pixels: btoa(text)};
}
"""
_COLOURS = 128
_NEAR = 5


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def _png(width: int, height: int, palette: list[list[int]], pixels: bytes) -> bytes:
    rows = b"".join(b"\0" + pixels[at : at + width] for at in range(0, width * height, width))
    return b"".join(
        [
            b"\x89PNG\r\n\x1a\n",
            _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
            _chunk(b"PLTE", bytes(part for colour in palette for part in colour)),
            _chunk(b"IDAT", zlib.compress(rows, 9)),
            _chunk(b"IEND", b""),
        ]
    )


def picture_size(content: bytes) -> tuple[int, int]:
    """Return the width and height of a PNG."""
    assert content.startswith(b"\x89PNG\r\n\x1a\n"), "no PNG"
    width, height = struct.unpack(">II", content[16:24])
    return width, height


def save_picture(browser: Browser, page: Page, path: Path) -> None:
    """Write what a page shows as a PNG of few colours."""
    shot = page.screenshot(type="png", animations="disabled")
    width, height = picture_size(shot)
    source = "data:image/png;base64," + base64.b64encode(shot).decode()
    helper = browser.new_page()
    script = _COUNT.replace("COLOURS", str(_COLOURS)).replace("NEAR", str(_NEAR))
    counted = helper.evaluate(script, {"source": source, "width": width, "height": height})
    helper.close()
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(_png(width, height, counted["palette"], base64.b64decode(counted["pixels"])))
