/** Rows of a sheet beyond which nobody looks. */
const MOST = 10;

/** The epochs that a sheet of `epochs` shows: all, or so many spread evenly, the first and the last among them. */
export function shownEpochs(epochs: number): readonly number[] {
  const rows = Math.min(MOST, epochs);
  return Array.from({ length: rows }, (_, i) =>
    rows === 1 ? epochs : 1 + Math.round((i * (epochs - 1)) / (rows - 1)),
  );
}
