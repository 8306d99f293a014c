import { describe, expect, it, jest } from '@jest/globals';
import * as tf from '@tensorflow/tfjs';

import { type BackEndOpener, openBackEndFrom } from './back-end.ts';
import { openBackEnd } from './node-back-end.ts';

describe('openBackEndFrom', () => {
  it('takes the first that opens and says why it passed over the others', async () => {
    const backEnd = await openBackEndFrom('auto', [missing('tensorflow'), present('wasm'), present('cpu')]);
    expect(backEnd).toEqual({
      name: 'wasm',
      version: '1',
      device: 'none',
      precision: 'float32',
      passedOver: [{ name: 'tensorflow', reason: 'no addon' }],
    });
  });

  it('never takes another than the pinned one, and says what to do', async () => {
    const openers = [missing('tensorflow'), present('cpu')];
    await expect(openBackEndFrom('tensorflow', openers)).rejects.toThrow(
      /expected tensorflow, which is pinned, but it is missing: no addon\. Remedy: build it/,
    );
  });

  it('fails with every reason when nothing opens', async () => {
    await expect(openBackEndFrom('auto', [missing('wasm')])).rejects.toThrow(/none \(wasm: no addon\)/);
    await expect(openBackEndFrom('cpu', [])).rejects.toThrow(/no opener for it/);
  });
});

describe('openBackEnd', () => {
  it.each(['wasm', 'cpu', 'wasm', 'wasm'] as const)(
    'opens %s, again and again, and says nothing',
    async (name) => {
      const spies = (['log', 'warn', 'error', 'info'] as const).map((level) => jest.spyOn(console, level));
      const backEnd = await openBackEnd(name);
      expect(backEnd).toMatchObject({ name, precision: 'float32', version: '4.22.0', passedOver: [] });
      expect(tf.getBackend()).toBe(name);
      expect(tf.tidy(() => tf.add(tf.scalar(1), 2).dataSync()[0])).toBe(3);
      for (const spy of spies) expect(spy).not.toHaveBeenCalled();
      jest.restoreAllMocks();
    },
  );

  it('picks one by itself', async () => {
    expect(['tensorflow', 'webgpu', 'wasm']).toContain((await openBackEnd('auto')).name);
  });
});

function present(name: BackEndOpener['name']): BackEndOpener {
  return { name, remedy: '', open: async () => ({ version: '1', device: 'none' }) };
}

function missing(name: BackEndOpener['name']): BackEndOpener {
  return { name, remedy: 'build it', open: () => Promise.reject(new Error('no addon\nstack and so on')) };
}
