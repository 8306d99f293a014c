import { isNearGrey, isToned } from '@tintype/colour';

/** 'toned': greys that were given one tone, such as sepia. */
export type ColourKind = 'coloured' | 'grey' | 'toned';

/** What there is to learn of a square Lab image, by the settings of `convert`. */
export function judgeColours(
  lab: Float32Array,
  { nearGrey, toned }: { readonly nearGrey: number; readonly toned: number },
): ColourKind {
  if (isNearGrey(lab, nearGrey)) return 'grey';
  return isToned(lab, toned) ? 'toned' : 'coloured';
}

/** Why nothing is learned from a photo of a kind, and nothing measured on it. */
export const UNCOLOURED_REASONS: Readonly<Record<Exclude<ColourKind, 'coloured'>, string>> = {
  grey: 'it has no colours',
  toned: 'it is toned: all of its colours lie on one line of hue',
};

/** Photos of both kinds, each with its reason. */
export function listUncoloured(
  paths: Readonly<Record<Exclude<ColourKind, 'coloured'>, readonly string[]>>,
): readonly { readonly path: string; readonly reason: string }[] {
  return [
    ...paths.grey.map((path) => ({ path, reason: UNCOLOURED_REASONS.grey })),
    ...paths.toned.map((path) => ({ path, reason: UNCOLOURED_REASONS.toned })),
  ];
}
