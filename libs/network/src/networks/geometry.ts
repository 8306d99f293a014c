import { DEFAULT_CUT, type NetworkSettings } from '../settings/network-settings.ts';

/** How a network's output lies over its input. */
export interface Geometry {
  /** Pixels on every side of the input for which it predicts nothing. */
  readonly margin: number;
  /** Pixels for one prediction, in height and width. */
  readonly stride: number;
  /** What the sides of the input must be multiples of. */
  readonly multiple: number;
}

/** Pixels that the article's eight valid 3 × 3 convolutions consume on every side. */
export const ARTICLE_MARGIN = 8;

export function findGeometry({ kind, cut = DEFAULT_CUT }: Pick<NetworkSettings, 'kind' | 'cut'>): Geometry {
  switch (kind) {
    case 'article':
      return { margin: ARTICLE_MARGIN, stride: 1, multiple: 1 };
    case 'zhang':
      return { margin: 0, stride: 4, multiple: 8 };
    case 'pretrained':
      return { margin: 0, stride: 4, multiple: cut };
    default:
      return kind satisfies never;
  }
}
