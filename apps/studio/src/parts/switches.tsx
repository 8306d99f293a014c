import './switches.css';

import type { Signal } from '@preact/signals';

interface SwitchesProps {
  readonly label: string;
  readonly names: readonly string[];
  /** Those that are switched off. */
  readonly off: Signal<ReadonlySet<string>>;
}

/** Several things, each of them on or off. */
export function Switches({ label, names, off }: SwitchesProps) {
  const toggle = (name: string): void => {
    const next = new Set(off.value);
    if (!next.delete(name)) next.add(name);
    off.value = next;
  };
  return (
    <div class="switches" role="group" aria-label={label}>
      {names.map((name) => (
        <button type="button" aria-pressed={!off.value.has(name)} onClick={() => toggle(name)}>
          {name}
        </button>
      ))}
    </div>
  );
}
