import type { BackEndName } from './back-end.ts';
import { nativeBinding } from './graph/native-fixture.ts';

/** The back ends that a test can compute on here; `tensorflow` where its binding is built. */
export async function findBackEnds(): Promise<readonly BackEndName[]> {
  const native = (await nativeBinding()) === null ? [] : (['tensorflow'] as const);
  return [...native, 'wasm', 'cpu'];
}
