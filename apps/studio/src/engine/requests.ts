import { describeError } from '@tintype/store/neutral';

/** What one side may ask of another thread: each kind with what goes along and what comes back. */
export type Requests = Readonly<Record<string, { readonly ask: unknown; readonly answer: unknown }>>;

interface Question {
  readonly id: number;
  readonly kind: string;
  readonly ask: unknown;
}

type Reply =
  { readonly id: number; readonly answer: unknown } | { readonly id: number; readonly error: string };

/** The asking side. */
export interface Caller<R extends Requests> {
  /** Throws what the other side threw, as an Error with the same message, and whatever ended the thread. */
  ask<K extends keyof R & string>(
    kind: K,
    ask: R[K]['ask'],
    transfer?: Transferable[],
  ): Promise<R[K]['answer']>;
  close(): void;
}

/** What does the asked work; what is in `transfer` moves to the asking side. */
export type Handlers<R extends Requests> = {
  readonly [K in keyof R]: (
    ask: R[K]['ask'],
  ) => Promise<{ readonly answer: R[K]['answer']; readonly transfer?: Transferable[] }>;
};

interface Waiting {
  resolve(answer: unknown): void;
  reject(error: Error): void;
}

/** Asks a worker that answers by `serve`; answers may come in another order. */
export function callWorker<R extends Requests>(worker: Worker): Caller<R> {
  const { port1: port, port2 } = new MessageChannel();
  const waiting = new Map<number, Waiting>();
  let ended: Error | null = null;
  let last = 0;
  const end = (error: Error) => {
    ended = error;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  worker.addEventListener('error', ({ message }) =>
    end(
      new Error(`a thread of the page ended: ${message || 'its script cannot be loaded'}; reload the page`),
    ),
  );
  port.addEventListener('message', ({ data }: MessageEvent<Reply>) => {
    const asked = waiting.get(data.id);
    waiting.delete(data.id);
    if ('error' in data) asked?.reject(new Error(data.error));
    else asked?.resolve(data.answer);
  });
  port.start();
  worker.postMessage(null, [port2]);
  return {
    ask: (kind, ask, transfer = []) =>
      new Promise((resolve, reject) => {
        if (ended !== null) return reject(ended);
        const id = ++last;
        waiting.set(id, { resolve, reject });
        port.postMessage({ id, kind, ask } satisfies Question, transfer);
      }),
    close() {
      worker.terminate();
      port.close();
      end(new Error('closed'));
    },
  };
}

/** In a worker: answers whoever has started it. */
export function serve<R extends Requests>(handlers: Handlers<R>): void {
  addEventListener('message', ({ ports: [port] }) => {
    if (port === undefined) return;
    port.addEventListener('message', ({ data }: MessageEvent<Question>) => void answer(port, handlers, data));
    port.start();
  });
}

async function answer<R extends Requests>(
  port: MessagePort,
  handlers: Handlers<R>,
  { id, kind, ask }: Question,
): Promise<void> {
  try {
    const { answer, transfer = [] } = await handlers[kind](ask);
    port.postMessage({ id, answer } satisfies Reply, transfer);
  } catch (error) {
    port.postMessage({ id, error: describeError(error) } satisfies Reply);
  }
}
