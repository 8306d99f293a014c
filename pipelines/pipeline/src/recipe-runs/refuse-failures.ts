import { UserError } from '@tintype/stage';

import type { Failures } from './run-recipes.ts';

/** Throws a UserError that says why recipes have failed, once the others are done. */
export function refuseFailures(command: string, failures: Failures, of: number): void {
  if (failures.size === 0) return;
  const reasons = [...failures].map(([recipe, error]) => `${recipe}: ${error}`);
  throw new UserError(
    [`${command}: ${failures.size} of ${of} recipes failed; run again, and those that are done are kept`]
      .concat(reasons)
      .join('\n'),
  );
}
