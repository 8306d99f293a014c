import { createHash } from 'node:crypto';

/** A photo of the made-up runs. */
export interface MadePhoto {
  /** sha256 of its bytes. */
  readonly photo: string;
  readonly path: string;
  readonly class: string;
  readonly split: 'train' | 'validation' | 'test';
  /** Its one colour. */
  readonly ab: readonly [a: number, b: number];
  /** Distance in ab of every pixel that the network at .38 colours. */
  readonly error: number;
}

/** A name that does something where it is taken for markup. */
export const HOSTILE = `<img src=x onerror="document.title='taken in'">.jpg`;

const PHOTOS: readonly Omit<MadePhoto, 'photo'>[] = [
  { path: 'forest_one.jpg', class: 'forest', split: 'train', ab: [-30, 30], error: 0 },
  { path: 'coast_two.jpg', class: 'coast', split: 'train', ab: [0, -35], error: 0 },
  { path: 'forest_three.jpg', class: 'forest', split: 'validation', ab: [-25, 35], error: 0 },
  { path: 'forest_four.jpg', class: 'forest', split: 'test', ab: [-30, 40], error: 30 },
  { path: 'coast_five.jpg', class: 'coast', split: 'test', ab: [5, -40], error: 5 },
  { path: `coast/${HOSTILE}`, class: 'coast', split: 'test', ab: [40, 20], error: 60 },
];

export const MADE_PHOTOS: readonly MadePhoto[] = PHOTOS.map((photo) => ({
  photo: createHash('sha256').update(photo.path).digest('hex'),
  ...photo,
}));

/** Sides of made-up images, pixels. */
export const SIDE = 64;

/** A picture of one colour that gets lighter downwards, Lab [SIDE, SIDE, 3]. */
export function labOf({ ab: [a, b] }: Pick<MadePhoto, 'ab'>): Float32Array {
  const lab = new Float32Array(SIDE * SIDE * 3);
  for (let i = 0; i < SIDE * SIDE; i++) lab.set([20 + (60 * Math.floor(i / SIDE)) / SIDE, a, b], 3 * i);
  return lab;
}

/** Their sha256. */
export function idsOf(photos: readonly MadePhoto[]): string[] {
  return photos.map(({ photo }) => photo);
}
