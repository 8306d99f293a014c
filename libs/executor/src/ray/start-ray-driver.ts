import { createInterface } from 'node:readline';

import { filter, firstValueFrom, Observable, Subject, takeWhile, tap } from 'rxjs';

import { type PythonOptions, startPython } from './python-process.ts';
import { type OrderMessage, parseRayMessage, type RayMessage } from './ray-message.ts';

/** How often an order is tried whose machine or process is lost; a computation's own error would come again. */
export const ATTEMPTS = 4;

/** A process that is joined to the cluster and gives it orders. */
export interface RayDriver {
  /** Processors of the cluster as the run began. */
  readonly cpus: number;
  /**
   * Gives an order, plain data, and tells what becomes of it until it is done, failed or cancelled. It is cancelled
   * when `signal` aborts, or whoever listens leaves.
   */
  run(order: Readonly<Record<string, unknown>>, signal?: AbortSignal): Observable<OrderMessage>;
  /** Leaves the cluster; what still runs is cancelled. */
  close(): Promise<void>;
}

/** Starts Python and joins the cluster that RAY_ADDRESS names. Rejects with what to do where that cannot be. */
export async function startRayDriver(options: PythonOptions): Promise<RayDriver> {
  const python = startPython(options);
  const messages = new Subject<RayMessage>();
  const ready = firstValueFrom(messages.pipe(filter(isReady)));
  createInterface({ input: python.output }).on('line', (line) => hear(line, messages));
  python.ended.then((reason) => messages.error(new Error(reason)));
  const { cpus } = await ready;
  let orders = 0;
  return {
    cpus,
    run: (order, signal) => follow({ ...order, id: String((orders += 1)) }, { messages, python, signal }),
    close: python.close,
  };
}

function hear(line: string, messages: Subject<RayMessage>): void {
  try {
    const message = parseRayMessage(line);
    if (message.type === 'fatal') messages.error(new Error(message.message));
    else messages.next(message);
  } catch (cause) {
    messages.error(new Error(`expected a message of tintype_ray, got ${line}`, { cause }));
  }
}

interface Following {
  readonly messages: Observable<RayMessage>;
  readonly python: { say(message: unknown): void };
  readonly signal: AbortSignal | undefined;
}

function follow(order: { readonly id: string }, { messages, python, signal }: Following) {
  return new Observable<OrderMessage>((subscriber) => {
    let open = true;
    const cancel = () => {
      if (open) python.say({ type: 'cancel', id: order.id });
    };
    const listening = messages
      .pipe(
        filter((message) => isOf(order.id, message)),
        tap((message) => (open = !isEnd(message))),
        takeWhile((message) => !isEnd(message), true),
      )
      .subscribe(subscriber);
    signal?.addEventListener('abort', cancel);
    python.say(order);
    return () => {
      listening.unsubscribe();
      signal?.removeEventListener('abort', cancel);
      cancel();
    };
  });
}

function isReady(message: RayMessage): message is Extract<RayMessage, { type: 'ready' }> {
  return message.type === 'ready';
}

function isOf(id: string, message: RayMessage): message is OrderMessage {
  return 'id' in message && message.id === id;
}

function isEnd({ type }: OrderMessage): boolean {
  return type === 'done' || type === 'failed' || type === 'cancelled';
}
