// A picture's colours under its alpha as they are in its file. A 2D canvas multiplies them, and at low alpha that leaves
// little of them; a texture keeps them.

const TILE = 2048; // within what every device's textures can be

/**
 * Put the exact pixels in the place of those that a 2D canvas gave; where there is no WebGL, these stay.
 * @param {ImageBitmap} bitmap  made with `premultiplyAlpha: "none"` @param {Uint8Array} data  RGBA
 */
export function straighten(bitmap, data) {
  const gl = new OffscreenCanvas(1, 1).getContext("webgl2");
  if (!gl) return;
  gl.bindTexture(gl.TEXTURE_2D, gl.createTexture());
  gl.bindFramebuffer(gl.FRAMEBUFFER, gl.createFramebuffer());
  gl.pixelStorei(gl.UNPACK_COLORSPACE_CONVERSION_WEBGL, gl.NONE);
  const { width, height } = bitmap;
  for (let y = 0; y < height; y += TILE)
    for (let x = 0; x < width; x += TILE) {
      const [across, down] = [Math.min(TILE, width - x), Math.min(TILE, height - y)];
      gl.pixelStorei(gl.UNPACK_SKIP_PIXELS, x);
      gl.pixelStorei(gl.UNPACK_SKIP_ROWS, y);
      gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, across, down, 0, gl.RGBA, gl.UNSIGNED_BYTE, bitmap);
      gl.framebufferTexture2D(
        gl.FRAMEBUFFER,
        gl.COLOR_ATTACHMENT0,
        gl.TEXTURE_2D,
        gl.getParameter(gl.TEXTURE_BINDING_2D),
        0,
      );
      const pixels = new Uint8Array(4 * across * down);
      gl.readPixels(0, 0, across, down, gl.RGBA, gl.UNSIGNED_BYTE, pixels);
      if (gl.getError() !== gl.NO_ERROR || !agrees(pixels, data, x, y, width, across, down)) break;
      for (let row = 0; row < down; row++)
        data.set(pixels.subarray(4 * row * across, 4 * (row + 1) * across), 4 * ((y + row) * width + x));
    }
  gl.getExtension("WEBGL_lose_context")?.loseContext();
}

/** Whether both have the same alpha and opaque pixels, as two ways to read one picture must unless one gives noise. @param {Uint8Array} tile @param {Uint8Array} data @param {number} x @param {number} y @param {number} width @param {number} across @param {number} down */
function agrees(tile, data, x, y, width, across, down) {
  for (let row = 0; row < down; row++)
    for (let column = 0; column < across; column++) {
      const here = 4 * (row * across + column);
      const there = 4 * ((y + row) * width + x + column);
      for (let channel = data[there + 3] === 0xff ? 0 : 3; channel < 4; channel++)
        if (tile[here + channel] !== data[there + channel]) return false;
    }
  return true;
}

/** Whether something shows through without being clear. @param {Uint8Array} data  RGBA */
export function isTranslucent(data) {
  for (let place = 3; place < data.length; place += 4)
    if (data[place] !== 0 && data[place] !== 0xff) return true;
  return false;
}
