/** Bytes one behind the other. */
export function joinBytes(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Numbers in bytes, as `DataView` reads them. */
export function viewBytes({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}

/** Characters turned into text at once: arguments of a call lie on the stack. */
const AT_ONCE = 0x2000;

/** Bytes as the first 256 characters of Unicode, which TextDecoder's `latin1` is not. */
export function decodeLatin1(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += AT_ONCE)
    text += String.fromCharCode(...bytes.subarray(at, at + AT_ONCE));
  return text;
}

/** Of characters above the 256th the low byte, as Node does. */
export function encodeLatin1(text: string): Uint8Array {
  return Uint8Array.from({ length: text.length }, (_, at) => text.charCodeAt(at) & 0xff);
}

export function encodeUtf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
