import { openBackEnd } from '../backend/node-back-end.ts';
import { currentBinding, type NativeBinding } from '../graph/graph-session.ts';

/** The native binding for tests, or null where none is built: then they are skipped, and this says so. */
export async function nativeBinding(): Promise<NativeBinding | null> {
  try {
    await openBackEnd('tensorflow');
    return currentBinding();
  } catch (error) {
    process.stdout.write(`The tests on tensorflow are skipped: ${String(error)}\n`);
    return null;
  }
}
