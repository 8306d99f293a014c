import { getHeapStatistics, setFlagsFromString } from 'node:v8';

/** Bytes of objects above which a process holds long lists; with few photos it has 15 to 30 MB. */
const LARGE = 50_000_000;

/**
 * Has V8 collect garbage, here and in the threads of this process, when a heap has doubled since the last time; by
 * itself it waits until there is up to four times of what is in use.
 */
export function limitHeap(): void {
  setFlagsFromString('--heap-growing-percent=100');
}

/** Leaves it to V8 again unless this process holds long lists: it costs threads that make much garbage a tenth of their time. */
export function releaseSmallHeap(): void {
  if (getHeapStatistics().used_heap_size < LARGE) setFlagsFromString('--heap-growing-percent=0');
}
