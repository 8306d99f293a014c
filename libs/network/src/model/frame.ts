import { binCount } from '@tintype/colour';

import { findGeometry } from '../networks/geometry.ts';
import type { CellGrid, Model } from './model.ts';
import { paddedTile, type Plane } from './tiles.ts';

/**
 * A model that sees every picture with `frame` pixels more on each side, reflected, and keeps what it says of the
 * picture itself. Networks that see the whole picture pad it with zeros, layer by layer, and what they say near the
 * border is about the zeros too: with a frame the zeros lie further away, and a constant picture gets more nearly one
 * colour. What the bundled model makes of a constant picture (L 60, 256 × 256, T = 1) varies by 25 ab units without a
 * frame, by 10 with one of 48, by 5 with 96, by 4 with 160 and by 1 with 240. Photos gain nothing above 48: on 60 of
 * BSDS and 60 of ImageNet's classes (`npm run bench:foreign -- --frame 96`) balanced AuC is .745 and .730 with 48, .747
 * and .727 with 96, .746 and .728 with 160, and predicting takes 1.4 and 2.4 times as long.
 * A network without padding, such as the article's, is given back as it is.
 */
export function framed(model: Model, frame = 48): Model {
  const { stride } = findGeometry(model.metadata.network);
  if (frame % stride !== 0) throw new RangeError(`framed: expected a multiple of ${stride}, got ${frame}`);
  if (findGeometry(model.metadata.network).margin > 0) return model;
  const widened = ({ values, height, width }: Plane): Plane => {
    const tile = { top: 0, left: 0, height, width };
    return {
      values: paddedTile({ values, height, width }, tile, frame),
      height: height + 2 * frame,
      width: width + 2 * frame,
    };
  };
  const gridOf = (height: number, width: number): CellGrid => ({
    down: Math.ceil(height / stride),
    across: Math.ceil(width / stride),
    stride,
  });
  const insideCells = (wide: Float32Array, channels: number, grid: CellGrid, { across }: CellGrid) =>
    inside(wide, { height: grid.down, width: grid.across, frame: frame / stride, channels }, across);
  return {
    ...model,
    async predict(values, height, width, temperatures) {
      const wide = widened({ values, height, width });
      const coloured = await model.predict(wide.values, wide.height, wide.width, temperatures);
      return coloured.map((ab) => inside(ab, { height, width, frame, channels: 2 }));
    },
    async predictCells(values, height, width, temperature) {
      const wide = widened({ values, height, width });
      const cells = await model.predictCells(wide.values, wide.height, wide.width, temperature);
      const grid = gridOf(height, width);
      return { ab: insideCells(cells.ab, 2, grid, cells), ...grid };
    },
    async predictLogits(values, height, width) {
      const wide = widened({ values, height, width });
      const cells = await model.predictLogits(wide.values, wide.height, wide.width);
      const grid = gridOf(height, width);
      return { logits: insideCells(cells.logits, binCount(model.gamut), grid, cells), ...grid };
    },
  };
}

/** The picture [height · width, channels] without the frame around it; `across` is how wide it is with it. */
function inside(
  wide: Float32Array,
  of: { readonly height: number; readonly width: number; readonly frame: number; readonly channels: number },
  across = of.width + 2 * of.frame,
): Float32Array {
  const { height, width, frame, channels } = of;
  const picture = new Float32Array(height * width * channels);
  for (let y = 0; y < height; y++) {
    const from = ((y + frame) * across + frame) * channels;
    picture.set(wide.subarray(from, from + width * channels), y * width * channels);
  }
  return picture;
}
