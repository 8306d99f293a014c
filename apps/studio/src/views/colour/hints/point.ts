/** A place of a photo, 0..1 from its top left. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Where in an element a pointer is. */
export function pointIn(
  element: Element,
  { clientX, clientY }: { readonly clientX: number; readonly clientY: number },
): Point {
  const { left, top, width, height } = element.getBoundingClientRect();
  return { x: within((clientX - left) / width), y: within((clientY - top) / height) };
}

const MOVES: Readonly<Record<string, readonly [right: number, down: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** The place that an arrow key leads to, a hundredth further or with Shift a twentieth; null for other keys. */
export function stepByKey(
  { key, shiftKey }: { readonly key: string; readonly shiftKey: boolean },
  { x, y }: Point,
): Point | null {
  const move = MOVES[key];
  if (move === undefined) return null;
  const step = shiftKey ? 0.05 : 0.01;
  return { x: within(x + move[0] * step), y: within(y + move[1] * step) };
}

function within(share: number): number {
  return Math.min(1, Math.max(0, share));
}
