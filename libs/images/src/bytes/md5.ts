import { viewBytes } from './bytes.ts';

/** RFC 1321, 3.4: how far each round turns, four times over. */
const TURNS = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21];
/** ⌊2³² · |sin i|⌋ for i from 1 on. */
const SINES = Array.from({ length: 64 }, (_, i) => Math.floor(2 ** 32 * Math.abs(Math.sin(i + 1))));
const BLOCK = 64;

/**
 * MD5 in hexadecimal (RFC 1321). Extended XMP is named by it; browsers have none, and it protects nothing.
 */
export function computeMd5(bytes: Uint8Array): string {
  const padded = new Uint8Array(Math.ceil((bytes.length + 9) / BLOCK) * BLOCK);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  const view = viewBytes(padded);
  view.setBigUint64(padded.length - 8, BigInt(bytes.length) * 8n, true);
  const state = Int32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476);
  for (let at = 0; at < padded.length; at += BLOCK) addBlock(state, view, at);
  const digest = new DataView(new ArrayBuffer(16));
  state.forEach((word, i) => digest.setInt32(4 * i, word, true));
  return Array.from(new Uint8Array(digest.buffer), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function addBlock(state: Int32Array, view: DataView, at: number): void {
  let [a = 0, b = 0, c = 0, d = 0] = state;
  for (let i = 0; i < 64; i++) {
    const [mixed, word] = mix(i, b, c, d);
    const sum = (a + mixed + (SINES[i] ?? 0) + view.getInt32(at + 4 * word, true)) | 0;
    const turn = TURNS[4 * (i >> 4) + (i & 3)] ?? 0;
    [a, b, c, d] = [d, (b + ((sum << turn) | (sum >>> (32 - turn)))) | 0, b, c];
  }
  [a, b, c, d].forEach((word, i) => (state[i] = ((state[i] ?? 0) + word) | 0));
}

/** The function of a round, and the word of the block that it takes. */
function mix(i: number, b: number, c: number, d: number): readonly [mixed: number, word: number] {
  switch (i >> 4) {
    case 0:
      return [(b & c) | (~b & d), i];
    case 1:
      return [(d & b) | (~d & c), (5 * i + 1) & 15];
    case 2:
      return [b ^ c ^ d, (3 * i + 5) & 15];
    default:
      return [c ^ (b | ~d), (7 * i) & 15];
  }
}
