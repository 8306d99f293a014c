import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** PyTorch in a process of its own (`train-peer.py`, `activations-peer.py`), asked for one timing at a time. */
export interface PyTorchPeer {
  readonly version: string;
  /** Patches or pictures per second of one round. */
  rate(variant: string): Promise<number>;
  close(): void;
}

export type PyTorchVariant = 'eager' | 'channels_last' | 'channels_last bfloat16';

/** Starts it with what `script` wants to know in its first line. */
export async function openPyTorchPeer(python: string, script: string, work: object): Promise<PyTorchPeer> {
  const child = spawn(python, [script], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ask = async (request: unknown): Promise<unknown> => {
    child.stdin.write(`${JSON.stringify(request)}\n`);
    const { value, done } = await lines.next();
    if (done === true) throw new Error(`${python} ${script}: ended early; is PyTorch installed there?`);
    return JSON.parse(String(value)) as unknown;
  };
  const { version } = (await ask(work)) as { version: string };
  return {
    version,
    rate: async (variant) => (await ask(variant)) as number,
    close: () => child.stdin.end(),
  };
}
