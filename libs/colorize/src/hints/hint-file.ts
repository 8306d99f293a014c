import { describeError } from '@tintype/store/neutral';
import { z } from 'zod';

import type { ColorizeSettings } from '../colouring/settings.ts';
import type { Hint } from './hint.ts';

const FORMAT = 1;
/** So many take most of a second to spread, and nobody gives as many by hand. */
const MOST_HINTS = 1000;
const REMEDY = 'correct it there or save the hints again';

type HintSettings = Pick<ColorizeSettings, 'temperature' | 'coherence' | 'saturation'>;

/** What a person has decided of one photo; lies beside it as `<photo without ending>.hints.json`. */
export interface HintFile {
  readonly formatVersion: typeof FORMAT;
  readonly settings: HintSettings;
  readonly hints: readonly Hint[];
}

const numberIn = (least: number, most: number) => {
  const error = ({ input }: { readonly input?: unknown }) =>
    `expected a number from ${least} to ${most}, got ${JSON.stringify(input)}`;
  return z.number({ error }).min(least, { error }).max(most, { error });
};

const place = /* @__PURE__ */ numberIn(0, 1);
const ab = /* @__PURE__ */ numberIn(-128, 128);

const hintFile: z.ZodType<HintFile> = z.strictObject({
  formatVersion: z.literal(FORMAT, {
    error: ({ input }) =>
      `expected ${FORMAT}, got ${JSON.stringify(input)}; update Tintype if a newer one wrote it`,
  }),
  settings: z
    .strictObject({
      temperature: numberIn(0, 1).exactOptional(),
      coherence: numberIn(0, 1).exactOptional(),
      saturation: numberIn(0, 4).exactOptional(),
    })
    .default({}),
  hints: z.array(z.strictObject({ x: place, y: place, a: ab, b: ab })).max(MOST_HINTS),
});

/** The hints in a text; `from` names it in errors, which say what is wrong with it. */
export function parseHintFile(text: string, from: string): HintFile {
  const parsed = hintFile.safeParse(parseJson(text, from), { reportInput: true });
  if (parsed.success) return parsed.data;
  const [{ path, message }] = parsed.error.issues;
  const at = path.length > 0 ? `${z.core.toDotPath(path)}: ` : '';
  throw new Error(`${from}: ${at}${message}; ${REMEDY}`);
}

function parseJson(text: string, from: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`${from}: expected JSON with hints: ${describeError(error)}; ${REMEDY}`);
  }
}

/** The text of a file with these hints; colouring with it gives the same picture wherever it is read. */
export function encodeHintFile(file: {
  readonly settings?: HintSettings;
  readonly hints: readonly Hint[];
}): string {
  const settings = file.settings === undefined ? {} : { settings: file.settings };
  const hints = file.hints.map(({ x, y, a, b }) => ({ x, y, a, b }));
  return `${JSON.stringify({ formatVersion: FORMAT, ...settings, hints }, null, 2)}\n`;
}

/** Settings and hints to colour a photo with: its file's settings hold where no others are asked for. */
export function applyHintFile<Asked extends ColorizeSettings>(
  { settings, hints }: HintFile,
  asked: Asked,
): Asked & { readonly hints: readonly Hint[] } {
  return { ...settings, ...asked, hints };
}
