import type { Unit, UnitEvent, UnitExecutor } from '@tintype/executor';
import type { Host } from '@tintype/stage';
import { lastValueFrom, tap } from 'rxjs';

/** Runs units and tells what they say, under the name of whoever speaks. @returns the errors of those that failed, by name */
export async function runUnits(
  units: readonly Unit[],
  executor: UnitExecutor,
  { signal, terminal }: Pick<Host, 'signal' | 'terminal'>,
): Promise<ReadonlyMap<string, string>> {
  const failures = new Map<string, string>();
  let speaker = '';
  const tell = (event: UnitEvent): void => {
    switch (event.type) {
      case 'unit-line':
        if (event.name !== speaker) terminal.write(`${event.name}\n`);
        speaker = event.name;
        return terminal.write(`${event.text}\n`);
      case 'unit-failed':
        return void failures.set(event.name, event.error);
      case 'unit-done':
        return;
      default:
        return event satisfies never;
    }
  };
  await lastValueFrom(executor.map(units, { signal }).pipe(tap(tell)), { defaultValue: null });
  return failures;
}
