/** The places that hold more than 0, in their order. */
export function findFilled(counts: Uint32Array | Float64Array): Uint32Array {
  const filled = new Uint32Array(counts.length);
  let found = 0;
  for (let i = 0; i < counts.length; i++) if (counts[i] > 0) filled[found++] = i;
  return filled.subarray(0, found);
}
