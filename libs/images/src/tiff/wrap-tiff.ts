/** Samples of 8 or 16 bits, [height, width, channels], with the profile that says what they mean. */
export interface WrappedSamples {
  readonly samples: Uint8Array | Uint16Array;
  readonly width: number;
  readonly height: number;
  /** 1 and 2: grey; 3 and 4: RGB; 2 and 4 with alpha that is not multiplied into the colours. */
  readonly channels: number;
  readonly profile: Uint8Array | undefined;
}

const SHORT = 3;
const LONG = 4;
const UNDEFINED = 7;
const ENTRY_BYTES = 12;
const HEAD_BYTES = 8;

/** An uncompressed TIFF of samples, so that libvips takes them with their profile. Below 4 GB, as 32-bit offsets reach. */
export function wrapTiff({ samples, width, height, channels, profile }: WrappedSamples): Uint8Array {
  const isRgb = channels >= 3;
  const hasAlpha = channels % 2 === 0;
  const count = 9 + (hasAlpha ? 1 : 0) + (profile ? 1 : 0);
  const bitsAt = HEAD_BYTES + 2 + count * ENTRY_BYTES + 4;
  const profileAt = bitsAt + 2 * 4;
  const pixelsAt = profileAt + 2 * Math.ceil((profile?.length ?? 0) / 2);
  const tiff = new Uint8Array(pixelsAt + samples.byteLength);
  const bits = samples.BYTES_PER_ELEMENT * 8;
  const fields = [
    [256, LONG, 1, width],
    [257, LONG, 1, height],
    [258, SHORT, channels, channels > 2 ? bitsAt : bits * 0x10001], // up to two fit into the field itself
    [259, SHORT, 1, 1],
    [262, SHORT, 1, isRgb ? 2 : 1],
    [273, LONG, 1, pixelsAt],
    [277, SHORT, 1, channels],
    [278, LONG, 1, height],
    [279, LONG, 1, samples.byteLength],
    ...(hasAlpha ? [[338, SHORT, 1, 2]] : []),
    ...(profile ? [[34675, UNDEFINED, profile.length, profileAt]] : []),
  ];
  writeFields(new DataView(tiff.buffer), fields);
  new Uint16Array(tiff.buffer, bitsAt, 4).fill(bits);
  if (profile) tiff.set(profile, profileAt);
  tiff.set(new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength), pixelsAt);
  return tiff;
}

/** In the order of bytes of this machine, which is that of its typed arrays. */
function writeFields(view: DataView, fields: readonly (readonly number[])[]): void {
  const little = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;
  view.setUint16(0, little ? 0x4949 : 0x4d4d);
  view.setUint16(2, 42, little);
  view.setUint32(4, HEAD_BYTES, little);
  view.setUint16(HEAD_BYTES, fields.length, little);
  fields.forEach(([tag = 0, type = 0, count = 0, value = 0], i) => {
    const at = HEAD_BYTES + 2 + i * ENTRY_BYTES;
    view.setUint16(at, tag, little);
    view.setUint16(at + 2, type, little);
    view.setUint32(at + 4, count, little);
    if (type === SHORT && count === 1) view.setUint16(at + 8, value, little);
    else view.setUint32(at + 8, value, little);
  });
}
