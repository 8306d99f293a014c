import type { RgbSpace } from '@tintype/colour';

/** What a person may choose; what is left out has its default. */
export interface ColorizeSettings {
  /** 0..1: 1 averages all colours that are likely, towards 0 the likeliest wins. Default: the model's own. */
  readonly temperature?: number;
  /** Chroma is multiplied by this, 0..4. Default: 1. */
  readonly saturation?: number;
  /** Pixels of the shorter side at which the network looks at the picture, 32..1024. Default: 256, as it was trained. */
  readonly detail?: number;
  /** The space of the coloured picture: Display P3 shows stronger colours than sRGB. Default: srgb. */
  readonly space?: RgbSpace;
}

/** The settings of one picture, complete. */
export type CompleteSettings = Required<ColorizeSettings>;

/** Fills what is left out; throws on what is out of range. */
export function completeSettings(
  { temperature, saturation = 1, detail = 256, space = 'srgb' }: ColorizeSettings,
  model: { readonly metadata: { readonly temperature: number } },
): CompleteSettings {
  const complete = { temperature: temperature ?? model.metadata.temperature, saturation, detail, space };
  expectWithin('temperature', complete.temperature, 0, 1);
  expectWithin('saturation', saturation, 0, 4);
  expectWithin('detail', detail, 32, 1024);
  return complete;
}

function expectWithin(name: string, value: number, least: number, most: number): void {
  if (value >= least && value <= most) return;
  throw new RangeError(`colorize: ${name}: expected ${least} to ${most}, got ${value}`);
}
