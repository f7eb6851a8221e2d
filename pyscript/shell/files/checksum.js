// The checksum of a PNG's chunks (https://www.w3.org/TR/png-3/#5CRC-algorithm).

/** Remainders by polynomial 0xedb88320. */
const REMAINDERS = Uint32Array.from({ length: 0x100 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = (value >>> 1) ^ (value & 1 ? 0xedb88320 : 0);
  return value;
});

/** @param {...Uint8Array} parts  of what is checked */
export function checksum(...parts) {
  let remainder = 0xffffffff;
  for (const part of parts) {
    for (const byte of part) remainder = REMAINDERS[(remainder ^ byte) & 0xff] ^ (remainder >>> 8);
  }
  return ~remainder >>> 0;
}
