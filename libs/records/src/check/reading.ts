/** Bytes of a file that something wants to see. */
export interface Part {
  readonly position: number;
  readonly length: number;
}

/** Work that asks for parts of a file and is given them, by whoever can read them: at once, or later. */
export type Reading<Result> = Generator<Part, Result, Uint8Array>;

/** Gives these bytes, which lie within the file, later. */
export type ReadPart = (part: Part) => Promise<Uint8Array>;

/** Asks for these bytes. */
export function* readPart(position: number, length: number): Reading<Uint8Array> {
  return yield { position, length };
}

export function readNow<Result>(reading: Reading<Result>, read: (part: Part) => Uint8Array): Result {
  let step = reading.next();
  while (!step.done) step = reading.next(read(step.value));
  return step.value;
}

export async function readLater<Result>(reading: Reading<Result>, read: ReadPart): Promise<Result> {
  let step = reading.next();
  while (!step.done) step = reading.next(await read(step.value));
  return step.value;
}
