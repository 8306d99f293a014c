import type { FunctionComponent } from 'preact';
import { useCallback, useEffect, useState } from 'preact/hooks';

import { Failure, Loading } from './state.tsx';

type Load<Value> =
  | { readonly state: 'loading' }
  | { readonly state: 'ready'; readonly value: Value }
  | { readonly state: 'failed'; readonly error: unknown };

const LOADING = { state: 'loading' } as const;

/**
 * Something that arrives later; `load` runs again when `keys` change, and its signal is aborted then. What was loaded for
 * other keys is never given.
 */
export function useLater<Value>(
  load: (signal: AbortSignal) => Promise<Value>,
  keys: readonly unknown[],
): { readonly later: Load<Value>; readonly again: () => void } {
  const [turn, setTurn] = useState(0);
  const asked = [...keys, turn];
  const [found, setFound] = useState<{ readonly for: readonly unknown[]; readonly later: Load<Value> }>();
  useEffect(() => {
    const aborting = new AbortController();
    const { signal } = aborting;
    load(signal).then(
      (value) => signal.aborted || setFound({ for: asked, later: { state: 'ready', value } }),
      (error: unknown) => signal.aborted || setFound({ for: asked, later: { state: 'failed', error } }),
    );
    return () => aborting.abort();
  }, asked);
  const later = found?.for.every((key, i) => key === asked[i]) ? found.later : LOADING;
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
