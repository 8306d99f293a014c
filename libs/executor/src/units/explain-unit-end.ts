/** Lines of its output that the error of a unit repeats. */
export const LAST_LINES = 12;
/** As Node ends a process that a person has interrupted. */
const INTERRUPTED = 130;

/** How a process ended: one of the two is null. */
export interface UnitEnd {
  readonly code: number | null;
  readonly signal: string | null;
}

/** How a unit that failed ended, what to do, and the last lines of what it said. */
export function explainUnitEnd(end: UnitEnd, said: readonly string[]): string {
  const lines = said.map((line) => `  ${line}`);
  const cause = explainCause(end);
  return lines.length === 0 ? `${cause}; it said nothing` : [`${cause}; it said last:`, ...lines].join('\n');
}

function explainCause({ code, signal }: UnitEnd): string {
  if (signal === 'SIGKILL')
    return 'ended by SIGKILL, as by a machine that is out of memory; run again with fewer at once';
  if (signal !== null) return `ended by ${signal}; run again to go on from there`;
  if (code === INTERRUPTED) return 'was interrupted; run again to go on from there';
  return `ended with exit code ${code}, expected 0`;
}
