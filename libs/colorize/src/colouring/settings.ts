import type { RgbSpace } from '@tintype/colour';
import type { Model } from '@tintype/network';
import { readDecoding } from '@tintype/network/saved';

/** What a person may choose; what is left out has its default. */
export interface ColorizeSettings {
  /** 0..1: 1 averages all colours that are likely, towards 0 the likeliest wins. Default: the model's own. */
  readonly temperature?: number;
  /** 0..1: how far colours agree with their neighbours, along the edges of the lightness. Default: the model's own. */
  readonly coherence?: number;
  /** Chroma is multiplied by this, 0..4. Default: the model's own. */
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
  { detail = 256, space = 'srgb', ...asked }: ColorizeSettings,
  { metadata }: Pick<Model, 'metadata'>,
): CompleteSettings {
  const own = readDecoding(metadata);
  const { temperature = own.temperature, coherence = own.coherence, saturation = own.saturation } = asked;
  expectWithin('temperature', temperature, 0, 1);
  expectWithin('coherence', coherence, 0, 1);
  expectWithin('saturation', saturation, 0, 4);
  expectWithin('detail', detail, 32, 1024);
  return { temperature, coherence, saturation, detail, space };
}

function expectWithin(name: string, value: number, least: number, most: number): void {
  if (value >= least && value <= most) return;
  throw new RangeError(`colorize: ${name}: expected ${least} to ${most}, got ${value}`);
}
