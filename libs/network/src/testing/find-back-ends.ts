import type { BackEndName } from '../backend/back-end.ts';
import { nativeBinding } from './native-binding.ts';

/** The back ends that a test can compute on here; `tensorflow` where its binding is built. */
export async function findBackEnds(): Promise<readonly BackEndName[]> {
  const native = (await nativeBinding()) === null ? [] : (['tensorflow'] as const);
  return [...native, 'wasm', 'cpu'];
}
