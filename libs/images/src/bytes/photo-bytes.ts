/** The bytes of a photo, in memory or elsewhere, where no more is read than is asked for. */
export interface PhotoBytes {
  readonly size: number;
  /** Up to `length` bytes from `position` on; fewer where the file ends before. */
  read(position: number, length: number): Promise<Uint8Array>;
}

export function bytesInMemory(bytes: Uint8Array): PhotoBytes {
  return {
    size: bytes.length,
    read: async (position, length) => bytes.subarray(position, position + length),
  };
}
