import type { FunctionComponent } from 'preact';
import { useCallback, useEffect, useState } from 'preact/hooks';

import { Failure, Loading } from './state.tsx';

type Load<Value> =
  | { readonly state: 'loading' }
  | { readonly state: 'ready'; readonly value: Value }
  | { readonly state: 'failed'; readonly error: unknown };

/** Something that arrives later; `load` runs again when `keys` change, and its signal is aborted then. */
export function useLater<Value>(
  load: (signal: AbortSignal) => Promise<Value>,
  keys: readonly unknown[],
): { readonly later: Load<Value>; readonly again: () => void } {
  const [later, setLater] = useState<Load<Value>>({ state: 'loading' });
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    const aborting = new AbortController();
    const { signal } = aborting;
    setLater({ state: 'loading' });
    load(signal).then(
      (value) => signal.aborted || setLater({ state: 'ready', value }),
      (error: unknown) => signal.aborted || setLater({ state: 'failed', error }),
    );
    return () => aborting.abort();
  }, [...keys, turn]);
  return { later, again: useCallback(() => setTurn((last) => last + 1), []) };
}

/** A view whose code is loaded when it is looked at. */
export function LaterView({
  load,
  what,
}: {
  readonly load: () => Promise<FunctionComponent>;
  readonly what: string;
}) {
  const { later, again } = useLater(async () => ({ View: await load() }), [load]);
  switch (later.state) {
    case 'loading':
      return <Loading what={what} />;
    case 'failed':
      return <Failure error={later.error} onRetry={again} />;
    case 'ready':
      return <later.value.View />;
    default:
      return later satisfies never;
  }
}
