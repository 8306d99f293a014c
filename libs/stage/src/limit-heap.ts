import { getHeapStatistics, setFlagsFromString } from 'node:v8';

/** Bytes of objects above which a process holds long lists; with few photos it has 15 to 30 MB. */
const LARGE = 50_000_000;

/**
 * Where this process holds long lists, has V8 collect garbage when a heap has doubled: by itself it waits until there is
 * up to four times of what is in use. Small heaps are left alone, as collecting them more often costs a tenth of the
 * time of threads that make much garbage.
 */
export function limitHeap(): void {
  if (getHeapStatistics().used_heap_size > LARGE) setFlagsFromString('--heap-growing-percent=100');
}
