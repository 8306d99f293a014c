import { z } from 'zod';

import type { Hint, Look } from '../../../engine/engine.ts';

/** A hint in a link: x and y in ten-thousandths, a and b in whole ab units, as `4120.3000.12.-34`. */
const PLACES = 10_000;
/** As a file of hints may hold. */
const MOST_HINTS = 1000;

const share = z
  .string()
  .regex(/^-?\d+(\.\d+)?$/, 'expected a number')
  .transform(Number);

const hint = z
  .string()
  .regex(/^\d{1,5}\.\d{1,5}\.-?\d{1,3}\.-?\d{1,3}$/, 'expected four whole numbers with points between them')
  .transform((text): Hint => {
    const [x = 0, y = 0, a = 0, b = 0] = text.split('.').map(Number);
    return { x: x / PLACES, y: y / PLACES, a, b };
  })
  .refine(({ x, y }) => x <= 1 && y <= 1, 'expected a place on the photo')
  .refine(({ a, b }) => Math.abs(a) <= 128 && Math.abs(b) <= 128, 'expected a colour within ±128');

/** What an address may hold. */
const link = z.object({
  t: share.pipe(z.number().min(0).max(1)).optional(),
  s: share.pipe(z.number().min(0).max(4)).optional(),
  c: share.pipe(z.number().min(0).max(1)).optional(),
  hints: z
    .string()
    .transform((text) => text.split('_'))
    .pipe(z.array(hint).max(MOST_HINTS))
    .optional(),
});

/** A look as the query of an address. */
export function writeLink({
  temperature,
  saturation,
  coherence,
  hints = [],
}: Look): Readonly<Record<string, string>> {
  return {
    ...(temperature !== undefined && { t: `${temperature}` }),
    ...(saturation !== undefined && { s: `${saturation}` }),
    ...(coherence !== undefined && { c: `${coherence}` }),
    ...(hints.length > 0 && { hints: hints.map(writeHint).join('_') }),
  };
}

function writeHint({ x, y, a, b }: Hint): string {
  return [x * PLACES, y * PLACES, a, b].map(Math.round).join('.');
}

/** The look that an address holds; null where it holds none. Throws with what is wrong in it. */
export function readLink(query: URLSearchParams): Look | null {
  const found = link.safeParse(Object.fromEntries(query));
  if (!found.success) {
    const [issue] = found.error.issues;
    throw new Error(
      `The link is damaged, at ${issue?.path.join(' ') ?? '?'}: ${issue?.message ?? ''}. Ask for it again, or go on without.`,
    );
  }
  const { t, s, c, hints } = found.data;
  if (t === undefined && s === undefined && c === undefined && hints === undefined) return null;
  return {
    ...(t !== undefined && { temperature: t }),
    ...(s !== undefined && { saturation: s }),
    ...(c !== undefined && { coherence: c }),
    ...(hints !== undefined && { hints }),
  };
}
