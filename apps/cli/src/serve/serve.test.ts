import { once } from 'node:events';
import { mkdtemp } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { describe, expect, it } from '@jest/globals';

import { main } from '../main.ts';

/** The command in this process; `until` sees what it has printed, and true ends it as Ctrl-C does. */
async function serve(argv: readonly string[], until: (out: string) => Promise<boolean>) {
  const data = await mkdtemp(join(tmpdir(), 'tintype-serve-'));
  const written = { out: '', err: '' };
  const interruption = new AbortController();
  const ended = main(['serve', '--data', data, ...argv], {
    cwd: data,
    env: {},
    stdout: {
      write: (text) => {
        written.out += String(text);
        void until(written.out).then((isEnough) => isEnough && interruption.abort());
      },
    },
    stderr: { write: (text) => (written.err += String(text)) },
    heedInterrupts: () => interruption.signal,
  });
  return { code: await ended, ...written };
}

const never = async () => false;

describe('tintype serve', () => {
  it('prints its address once, answers there, and ends in order', async () => {
    let title = '';
    const { code, out } = await serve(['--port', '0'], async (said) => {
      const [, address = ''] = /^studio {2}(http:\/\/127\.0\.0\.1:\d+\/)\n$/.exec(said) ?? [];
      title = /<title>.*<\/title>/.exec(await (await fetch(address)).text())?.[0] ?? '';
      return true;
    });
    expect({ code, title }).toEqual({ code: 0, title: '<title>Tintype studio</title>' });
    expect(out.split('\n')).toHaveLength(2);
  });

  it('prints a document where that is asked for', async () => {
    const { out } = await serve(['--port', '0', '--json'], async () => true);
    expect(JSON.parse(out)).toEqual({ address: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/$/) });
  });

  it('says that a port is taken', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const address = taken.address();
    const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
    const { code, err } = await serve(['--port', String(port)], never);
    taken.close();
    expect(code).toBe(1);
    expect(err).toMatch(
      new RegExp(
        `serve: --port: cannot listen on ${port}: listen EADDRINUSE.*; choose another port, or 0 for any`,
      ),
    );
  });

  it.each(['x', '-1', '70000', '1.5'])('refuses the port %s', async (port) => {
    const { code, err } = await serve([`--port=${port}`], never);
    expect({ code, err }).toEqual({
      ...{ code: 2, err: `tintype: serve: --port: expected a port, 0 to 65535, got "${port}"\n` },
    });
  });
});
