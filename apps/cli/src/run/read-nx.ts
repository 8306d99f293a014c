/** A stage that Nx has taken from its cache, and what it had printed when it ran. */
export interface CachedTask {
  readonly project: string;
  readonly target: string;
  readonly lines: readonly string[];
}

export interface NxReader {
  /** Takes what Nx prints, a line at a time. */
  read(line: string): void;
  /** When Nx has ended. */
  end(): void;
  /** What tasks printed that ran, and Nx itself said: for an error that no stage has explained. */
  readonly rest: readonly string[];
}

/** `> nx run pipeline:train:forest  [local cache]`; the bracket stands there when the task did not run. */
const HEADER = /^> nx run ([^:\s]+):([^:\s]+)(?::\S+)?(?: {1,2}(?:--\S+ )*)?(?:\[([^\]]+)\])?\s*$/;
/** What Nx says of itself: a title, and at the end what the run might have been like. */
const OWN = /^\s*NX\s/;
const NOISE = /^(> |\s*$|\s*NX {3}(Running target|Successfully ran)|Nx read the output)/;
const ADVICE = /^\s*Run duration:/;

/** Tells the blocks of Nx's streamed output apart. */
export function createNxReader(onCached: (task: CachedTask) => void): NxReader {
  let cached: { project: string; target: string; lines: string[] } | null = null;
  let advice = false;
  const rest: string[] = [];
  const endBlock = (): void => {
    if (cached !== null) onCached(cached);
    cached = null;
  };
  return {
    rest,
    read(line) {
      const [, project, target, how] = HEADER.exec(line) ?? [];
      advice ||= ADVICE.test(line);
      if (project !== undefined && target !== undefined) {
        endBlock();
        if (how !== undefined) cached = { project, target, lines: [] };
      } else if (OWN.test(line)) endBlock();
      if (cached !== null) cached.lines.push(line);
      else if (!advice && !NOISE.test(line)) rest.push(line);
    },
    end: endBlock,
  };
}
