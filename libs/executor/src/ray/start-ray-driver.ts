import { filter, Observable, Subject, takeWhile, tap } from 'rxjs';

import { type DriverOptions, joinDriver } from './join-driver.ts';
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

/** Joins the cluster that RAY_ADDRESS names, through Python. Rejects with what to do where that cannot be. */
export async function startRayDriver(options: DriverOptions): Promise<RayDriver> {
  const python = await joinDriver(options);
  const messages = new Subject<RayMessage>();
  python.lines.on('line', (line) => hear(line, messages));
  python.ended.then((reason) => messages.error(new Error(reason)));
  const { cpus } = readWelcome(python.first);
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

function readWelcome(line: string): Extract<RayMessage, { type: 'ready' }> {
  const message = parseRayMessage(line);
  if (message.type === 'ready') return message;
  throw new Error(
    message.type === 'fatal' ? message.message : `expected tintype_ray to be ready, got ${line}`,
  );
}

function isOf(id: string, message: RayMessage): message is OrderMessage {
  return 'id' in message && message.id === id;
}

function isEnd({ type }: OrderMessage): boolean {
  return type === 'done' || type === 'failed' || type === 'cancelled';
}
