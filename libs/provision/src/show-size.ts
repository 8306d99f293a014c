/** A size as people compare it with the room on a disk: 3.4 GB, 274 MB. */
export function showGigabytes(bytes: number): string {
  return bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${Math.round(bytes / 1e6)} MB`;
}
