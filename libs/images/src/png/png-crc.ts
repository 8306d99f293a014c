const POLYNOMIAL = 0xedb88320; // reflected; PNG 3rd edition, annex D

/** The CRC-32 of a PNG chunk's name and data. (`node:zlib` has one from Node 20.15 on.) */
export function pngCrc(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ POLYNOMIAL : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}
