/** Gives memory for so many bytes; what is in it does not matter. */
export type TakeBytes = (bytes: number) => Uint8Array<ArrayBuffer>;
