/** Square planes of [B, side, side, channels], one after the other. */
export interface Planes {
  readonly values: Float32Array;
  readonly side: number;
  readonly channels: number;
}

/** Copies from patch `patch` of one stack to the same of another what lies right of and below (top, left). */
export function cutPlane(
  from: Planes,
  into: Planes,
  { patch, top, left }: { readonly patch: number; readonly top: number; readonly left: number },
): void {
  const { channels } = from;
  const line = into.side * channels;
  for (let y = 0; y < into.side; y++) {
    const start = ((patch * from.side + top + y) * from.side + left) * channels;
    into.values.set(from.values.subarray(start, start + line), (patch * into.side + y) * line);
  }
}

/** Swaps left and right of one patch. */
export function mirrorPlane({ values, side, channels }: Planes, patch: number): void {
  const line = side * channels;
  for (let y = 0; y < side; y++) {
    const row = values.subarray((patch * side + y) * line, (patch * side + y + 1) * line).reverse();
    if (channels === 1) continue;
    // Reversing swapped a and b of each pixel too.
    for (let i = 0; i < row.length; i += 2) [row[i], row[i + 1]] = [row[i + 1] ?? 0, row[i] ?? 0];
  }
}
