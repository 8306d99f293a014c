import { type EncoderCut, isExpanded, listBlocks, STEM } from '../encoder/encoder-blocks.ts';
import { DEFAULT_CUT, type NetworkSettings } from './network-settings.ts';

type Size = Pick<NetworkSettings, 'kind' | 'width' | 'cut'>;

/** A convolution: its multiply–adds for one pixel of its output, and how many pixels of lightness that stands for, in height and width. */
type Cost = readonly [perPixel: number, stride: number];

/**
 * Multiply–adds of a forward pass over `side` × `side` pixels of lightness, reckoned from the architecture alone:
 * whoever plans a training has not loaded TensorFlow.
 */
export function countMultiplyAdds(
  { kind, width, cut = DEFAULT_CUT }: Size,
  bins: number,
  side: number,
): number {
  switch (kind) {
    case 'article':
      return articleCost(width, bins, side);
    case 'zhang':
      return costOf(zhang(width, bins), side);
    case 'pretrained':
      return costOf([...encoder(cut), ...decoder(width, bins, cut)], side);
    default:
      return kind satisfies never;
  }
}

/** Those of the pretrained encoder among them; 0 of networks without one. */
export function countEncoderAdds({ kind, cut = DEFAULT_CUT }: Size, side: number): number {
  return kind === 'pretrained' ? costOf(encoder(cut), side) : 0;
}

/** Pixels for which a network predicts, of `side` × `side` pixels of lightness. */
export function countPredicted({ kind }: Size, side: number): number {
  return kind === 'article' ? Math.max(0, side - 16) ** 2 : (side / 4) ** 2;
}

function costOf(layers: readonly Cost[], side: number): number {
  return layers.reduce((sum, [perPixel, stride]) => sum + perPixel * (side / stride) ** 2, 0);
}

/** Each of the eight valid convolutions takes a pixel off every side. */
function articleCost(width: number, bins: number, side: number): number {
  const channels = [1, ...[1, 2, 3, 4, 5, 6, 7].map((i) => i * width), bins];
  return channels
    .slice(1)
    .reduce((sum, filters, i) => sum + 9 * (channels[i] ?? 0) * filters * (side - 2 * (i + 1)) ** 2, 0);
}

function zhang(w: number, bins: number): readonly Cost[] {
  const square = w * w;
  return [
    [9 * w, 1],
    [9 * (1 + 2) * square, 2],
    [9 * (4 + 8 + 16) * square, 4],
    [9 * (16 + 32 + 2 * 64 + 9 * 64) * square, 8],
    [4 * 32 * square + 2 * 9 * 16 * square, 4], // the transposed one: 4 × 4, of which a quarter falls on each pixel
    [4 * w * bins, 4],
  ];
}

/** The stem, and of each block expansion, depthwise convolution and projection. */
function encoder(cut: EncoderCut): readonly Cost[] {
  let stride: number = STEM.stride;
  const blocks = listBlocks(cut).flatMap((block): Cost[] => {
    const { input, depthwise, output } = block.channels;
    const before = stride;
    stride *= block.stride;
    const expansion: Cost[] = isExpanded(block) ? [[input * depthwise, before]] : [];
    return [...expansion, [depthwise * (block.kernel ** 2 + output), stride]];
  });
  return [[STEM.kernel ** 2 * STEM.channels, STEM.stride], ...blocks];
}

function decoder(width: number, bins: number, cut: EncoderCut): readonly Cost[] {
  const taps = listBlocks(cut).flatMap(({ tap, channels }): Cost[] =>
    tap === null ? [] : [[width * (channels.output + (tap === cut ? 0 : 9 + width)), tap]],
  );
  return [...taps, [width * bins, 4]];
}
