import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const CLASSES = [
  'coast',
  'forest',
  'highway',
  'insidecity',
  'mountain',
  'opencountry',
  'street',
  'tallbuilding',
];
/** Files in one folder. */
const TOGETHER = 1000;

/** So many files that are named as photos are and hold their number: something to list and hash, nothing to decode. */
export async function writeMadeUpPhotos(folder: string, count: number): Promise<void> {
  for (let first = 0; first < count; first += TOGETHER) {
    const part = join(folder, String(first / TOGETHER).padStart(4, '0'));
    await mkdir(part, { recursive: true });
    const numbers = Array.from({ length: Math.min(TOGETHER, count - first) }, (_, i) => first + i);
    await Promise.all(numbers.map((n) => writeFile(join(part, nameOf(n)), String(n))));
  }
}

function nameOf(n: number): string {
  return `${CLASSES[n % CLASSES.length]}_${String(n).padStart(7, '0')}.jpg`;
}
