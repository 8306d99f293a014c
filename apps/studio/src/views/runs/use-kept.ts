import { useRef } from 'preact/hooks';

import { useLater } from '../../parts/later.tsx';

/** As `useLater`, but keeps showing what it had while it is read again for another `turn`. */
export function useKept<Value>(
  load: (signal: AbortSignal) => Promise<Value>,
  keys: readonly unknown[],
  turn: number,
): ReturnType<typeof useLater<Value>> {
  const { later, again } = useLater(load, [...keys, turn]);
  const kept = useRef<{ readonly keys: readonly unknown[]; readonly value: Value } | null>(null);
  if (later.state === 'ready') kept.current = { keys, value: later.value };
  const had = kept.current;
  const isKept = later.state === 'loading' && had !== null && had.keys.every((key, i) => key === keys[i]);
  return { later: isKept ? { state: 'ready', value: had.value } : later, again };
}
