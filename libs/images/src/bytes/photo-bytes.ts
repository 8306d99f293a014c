/** The bytes of a photo, in memory or elsewhere, where little more is read than is asked for; they must not be changed. */
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
