import { z } from 'zod';

/** A strength from 0, which is off, to `most`; each time a patch is shown it is drawn evenly between none and all. */
function upTo(most: number, description: string) {
  return z.number().min(0).max(most).default(0).describe(description);
}

/** How patches differ from what they are each time they are shown. All is off unless it is asked for. */
export const augmentSettings = z.strictObject({
  crop: z
    .int()
    .min(1)
    .nullable()
    .default(null)
    .describe(
      'Side of a random window cut out of a patch each time it is shown, in pixels; null: the whole patch.',
    ),
  exposure: upTo(8, 'The light is raised or lowered by up to so many stops each time a patch is shown.'),
  worn: z
    .number()
    .min(0)
    .max(1)
    .default(0.5)
    .describe(
      'Share of the patches that the damages below are done to; without any of them it does nothing.',
    ),
  orthochromatic: upTo(
    1,
    'How far, up to so much, grey is made as film without red sees it: 0 as an eye does, 1 from blue and green alone.',
  ),
  tone: upTo(2, 'The gamma of the grey on a screen is multiplied by up to 2^±tone: papers and developers.'),
  contrast: upTo(2, 'Contrast about mid grey (L 50) is multiplied by up to 2^±contrast.'),
  blur: upTo(8, 'Blurs by a Gaussian of up to so many pixels (σ).'),
  vignette: upTo(4, 'Corners lose up to so many stops of light.'),
  grain: upTo(30, 'Noise of up to so many units of L (σ in mid tones, less towards black and white).'),
  fading: upTo(40, 'Black is lifted and white lowered by up to so many units of L, each by its own.'),
  jpeg: z
    .int()
    .min(1)
    .max(100)
    .nullable()
    .default(null)
    .describe('Does what a grey JPEG of a quality from this to 100 does; null: nothing.'),
});

export type AugmentSettings = Readonly<z.output<typeof augmentSettings>>;
