import type { Input } from '@tintype/executor';
import type { Start } from '@tintype/network';

/** How the names of the files that a training starts from begin, among its inputs. */
export const START = 'start/';

/** What a training starts from, beside what it draws; null where it draws all. */
export async function readStart(inputs: readonly Input[]): Promise<Start | null> {
  const read = (file: string) => inputs.find(({ name }) => name === `${START}${file}`)?.read();
  const [weights, encoder, model] = await Promise.all(
    ['weights.bin', 'encoder.json', 'model.json'].map(read),
  );
  if (weights === undefined) return null;
  if (encoder !== undefined)
    return { kind: 'encoder', files: { 'encoder.json': encoder, 'weights.bin': weights } };
  if (model !== undefined) return { kind: 'model', files: { 'model.json': model, 'weights.bin': weights } };
  throw new Error('Internal error: expected encoder.json or model.json beside the weights of a start');
}
