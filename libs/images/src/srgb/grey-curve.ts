import { openBytes } from '../libvips.ts';
import { wrapTiff } from '../tiff/wrap-tiff.ts';
import { isProfile } from './try-profile.ts';

/** Grey of a profile → grey of sRGB, both 0..65535. */
export type GreyCurve = Uint16Array;

const WHITE = 65535;

/**
 * The curve of a profile for grey. Where the profile states one it is computed: the colour management of libvips makes
 * a table of 33 steps of it, up to 4 L off in the shadows of a linear profile. Null where the profile is not for grey.
 */
export async function readGreyCurve(profile: Uint8Array): Promise<GreyCurve | null> {
  if (!isProfile(profile, 1)) return null;
  const light = readLight(new DataView(profile.buffer, profile.byteOffset, profile.length));
  if (light === null) return measureCurve(profile);
  return Uint16Array.from({ length: WHITE + 1 }, (_, grey) =>
    Math.round(encode(light(grey / WHITE)) * WHITE),
  );
}

/** IEC 61966-2-1: light 0..1 → sRGB 0..1. */
function encode(light: number): number {
  const within = Math.min(1, Math.max(0, light));
  return within <= 0.0031308 ? 12.92 * within : 1.055 * within ** (1 / 2.4) - 0.055;
}

const STEPS = 4096;

/** As the colour management of libvips sees it, between as many steps. */
async function measureCurve(profile: Uint8Array): Promise<GreyCurve> {
  const samples = Uint16Array.from({ length: STEPS }, (_, i) => Math.round((i / (STEPS - 1)) * WHITE));
  const tiff = wrapTiff({ samples, width: STEPS, height: 1, channels: 1, profile });
  const { data, info } = await openBytes(tiff, { ignoreIcc: true })
    .toColourspace('grey16')
    .withIccProfile('srgb', { attach: false })
    .raw({ depth: 'ushort' })
    .toBuffer({ resolveWithObject: true });
  const seen = new Uint16Array(data.buffer, data.byteOffset, data.byteLength / 2);
  const greys = Array.from({ length: STEPS }, (_, i) => seen[i * info.channels] ?? 0);
  return Uint16Array.from({ length: WHITE + 1 }, (_, grey) => Math.round(interpolate(greys, grey / WHITE)));
}

/** The value at `place`, 0..1 from the first to the last, on straight lines between them. */
function interpolate(values: readonly number[], place: number): number {
  const at = place * (values.length - 1);
  const below = values[Math.floor(at)] ?? 0;
  return below + (at % 1) * ((values[Math.ceil(at)] ?? 0) - below);
}

// ICC.1:2022, sections 7.2 (header), 7.3 (tag table), 8.3.4 (monochrome profiles), 10.6 (curv) and 10.18 (para).
const CONNECTION_SPACE_AT = 20;
const TAGS_AT = 128;
const TAG_BYTES = 12;
const CURVE = 'kTRC';
const TABLE = 'A2B0';

/** Grey → light, both 0..1. Null where the profile states it in another way than by its curve, or not at all. */
function readLight(profile: DataView): ((grey: number) => number) | null {
  try {
    if (readText(profile, CONNECTION_SPACE_AT) !== 'XYZ ') return null;
    const tags = new Map<string, number>();
    for (let i = profile.getUint32(TAGS_AT) - 1; i >= 0; i--) {
      const at = TAGS_AT + 4 + i * TAG_BYTES;
      tags.set(readText(profile, at), profile.getUint32(at + 4));
    }
    const curve = tags.get(CURVE);
    return curve === undefined || tags.has(TABLE) ? null : readCurve(profile, curve);
  } catch (error) {
    if (error instanceof RangeError) return null; // a place outside of it
    throw error;
  }
}

function readText(profile: DataView, at: number): string {
  return String.fromCharCode(...[0, 1, 2, 3].map((i) => profile.getUint8(at + i)));
}

function readCurve(profile: DataView, at: number): ((grey: number) => number) | null {
  switch (readText(profile, at)) {
    case 'curv':
      return readSampledCurve(profile, at);
    case 'para':
      return readFormula(profile, at);
    default:
      return null;
  }
}

function readSampledCurve(profile: DataView, at: number): (grey: number) => number {
  const count = profile.getUint32(at + 8);
  if (count === 0) return (grey) => grey;
  const first = profile.getUint16(at + 12);
  if (count === 1) return (grey) => grey ** (first / 256);
  const values = Array.from(
    { length: Math.min(count, WHITE + 1) },
    (_, i) => profile.getUint16(at + 12 + i * 2) / WHITE,
  );
  return (grey) => interpolate(values, grey);
}

/** The parameters of each kind of formula, in their order. */
const FORMULAS = ['g', 'gab', 'gabc', 'gabcd', 'gabcdef'];

/** (a·x + b)^g + e from d on, c·x + f below. */
function readFormula(profile: DataView, at: number): ((grey: number) => number) | null {
  const kind = profile.getUint16(at + 8);
  const names = FORMULAS[kind];
  if (names === undefined) return null;
  const given = new Map([...names].map((name, i) => [name, profile.getInt32(at + 12 + i * 4) / 65536]));
  const value = (name: string) => given.get(name) ?? 0;
  const [g, a, b] = [value('g'), given.get('a') ?? 1, value('b')];
  switch (kind) {
    case 0:
      return (grey) => grey ** g;
    case 1:
      return (grey) => (grey >= -b / a ? (a * grey + b) ** g : 0);
    case 2:
      return (grey) => (grey >= -b / a ? (a * grey + b) ** g : 0) + value('c');
    default:
      return (grey) =>
        grey >= value('d') ? (a * grey + b) ** g + value('e') : value('c') * grey + value('f');
  }
}
