/** Where the hues of CIE Lab begin to be called something else, degrees from +a towards +b. */
const HUES: readonly (readonly [from: number, name: string])[] = [
  [15, 'red'],
  [50, 'orange'],
  [78, 'yellow'],
  [112, 'green'],
  [165, 'teal'],
  [210, 'cyan'],
  [240, 'blue'],
  [288, 'indigo'],
  [312, 'purple'],
  [335, 'pink'],
];

/** A colour in words: "muted orange". Lightness is the photo's, so it is left out. */
export function nameColour(a: number, b: number): string {
  const chroma = Math.hypot(a, b);
  if (chroma < 4) return 'grey';
  const hue = ((Math.atan2(b, a) * 180) / Math.PI + 360) % 360;
  const name = HUES.findLast(([from]) => hue >= from)?.[1] ?? 'pink';
  if (chroma < 14) return `greyish ${name}`;
  return chroma < 32 ? `muted ${name}` : chroma < 60 ? name : `vivid ${name}`;
}
