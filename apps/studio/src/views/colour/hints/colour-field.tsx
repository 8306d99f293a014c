import { isDisplayable, labToSrgb } from '@tintype/colour';
import { useLayoutEffect, useRef } from 'preact/hooks';

import { REACH } from '../../../parts/ab-distribution.tsx';

/** Pixels of the plane on a side. */
const SIDE = 110;

/** Every colour that the screen has at a lightness, where AbDistribution draws it. */
export function ColourField({ lightness }: { readonly lightness: number }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    canvas.current?.getContext('2d')?.putImageData(drawField(lightness), 0, 0);
  }, [lightness]);
  return <canvas ref={canvas} width={SIDE} height={SIDE} aria-hidden="true" />;
}

function drawField(lightness: number): ImageData {
  const field = new ImageData(SIDE, SIDE);
  for (let at = 0; at < SIDE * SIDE; at++) {
    const a = abOf(at % SIDE);
    const b = -abOf(Math.floor(at / SIDE));
    if (isDisplayable(lightness, a, b)) field.data.set([...labToSrgb([lightness, a, b]), 255], 4 * at);
  }
  return field;
}

function abOf(pixel: number): number {
  return (2 * (pixel + 0.5) * REACH) / SIDE - REACH;
}
