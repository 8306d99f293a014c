import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** PyTorch in a process of its own (`train-peer.py`), asked for one timing at a time. */
export interface PyTorchPeer {
  readonly version: string;
  /** Patches per second of one round. */
  rate(variant: PyTorchVariant): Promise<number>;
  close(): void;
}

export type PyTorchVariant = 'eager' | 'channels_last' | 'channels_last bfloat16';

export interface PeerWork {
  readonly bins: number;
  readonly batch: number;
  readonly neighbours: number;
  readonly seconds: number;
  readonly device: 'cpu' | 'cuda';
}

export async function openPyTorchPeer(python: string, script: string, work: PeerWork): Promise<PyTorchPeer> {
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
