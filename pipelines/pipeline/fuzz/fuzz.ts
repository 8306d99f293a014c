import { fork } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { type Kind, KINDS, openFuzzer } from './cases.ts';
import type { Outcome } from './outcome.ts';

/**
 * `npm run fuzz [-- --count <photos> --seed <n> --json]`: gives mutated files to the readers that runs use, in a process
 * of its own that may crash, hang or fill the memory without ending this one. Exits with 1 when any does, or gives
 * something wrong. The same seed gives the same files.
 */
const OPTIONS = {
  count: { type: 'string', default: '2000' },
  seed: { type: 'string', default: '1' },
  json: { type: 'boolean', default: false },
  child: { type: 'boolean', default: false },
} as const;

/** Of every other kind there is one for so many photos. */
const PHOTOS_PER_OTHER = 4;
/** A file that takes longer hangs; the machine may be busy. */
const LIMIT_MS = 60_000;
const MOST_RSS = 1.5 * 2 ** 30;

interface Case {
  readonly kind: Kind;
  readonly index: number;
}

/** What the child says of a case. */
interface Told extends Case, Outcome {
  readonly rss: number;
}

interface Report {
  readonly counts: Record<Kind, Record<string, number>>;
  readonly failures: { readonly case: Case; readonly status: string; readonly text: string }[];
  rss: number;
}

const { values } = parseArgs({ options: OPTIONS });
if (values.child) await serve();
else process.exitCode = await fuzz(Number(values.count), Number(values.seed));

/** The child: a case comes, its outcome goes. */
async function serve(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'tintype-fuzz-'));
  const run = await openFuzzer(folder);
  process.on('message', ({ kind, index }: Case) => {
    run(kind, Number(values.seed), index)
      .catch((error: unknown): Outcome => ({ status: 'wrong', text: String(error) }))
      .then((outcome) =>
        process.send?.({
          kind,
          index,
          ...outcome,
          rss: process.resourceUsage().maxRSS * 1024,
        } satisfies Told),
      );
  });
  process.on('disconnect', () => void rm(folder, { recursive: true }).then(() => process.exit()));
  process.send?.('ready');
}

async function fuzz(count: number, seed: number): Promise<number> {
  const cases = KINDS.flatMap((kind) =>
    Array.from({ length: kind === 'photo' ? count : Math.ceil(count / PHOTOS_PER_OTHER) }, (_, index) => ({
      kind,
      index,
    })),
  );
  const report: Report = { counts: countsOf(), failures: [], rss: 0 };
  for (let next = 0; next < cases.length;) next = await runInChild(cases, next, { seed, report });
  if (report.rss > MOST_RSS)
    report.failures.push({
      case: { kind: 'photo', index: -1 },
      status: 'memory',
      text: `${report.rss} bytes`,
    });
  process.stdout.write(
    values.json ? `${JSON.stringify({ count, seed, ...report }, null, 2)}\n` : show(report),
  );
  return report.failures.length === 0 ? 0 : 1;
}

function countsOf(): Report['counts'] {
  return Object.fromEntries(KINDS.map((kind) => [kind, {}])) as Report['counts'];
}

/** Runs cases from `first` on, one after the other. @returns the next one, once all are done or the child has ended */
function runInChild(
  cases: readonly Case[],
  first: number,
  { seed, report }: { readonly seed: number; readonly report: Report },
): Promise<number> {
  return new Promise((resolve) => {
    const child = fork(process.argv[1] ?? '', ['--child', '--seed', String(seed)]);
    let at = first;
    let timer: NodeJS.Timeout | undefined;
    const fail = (status: string, text: string): void => {
      const failed = cases[at];
      if (failed) report.failures.push({ case: failed, status, text });
    };
    const give = (): void => {
      const one = cases[at];
      if (one === undefined) return child.disconnect();
      timer = setTimeout(() => child.kill('SIGKILL'), LIMIT_MS);
      child.send(one);
    };
    child.on('message', (told: 'ready' | Told) => {
      clearTimeout(timer);
      if (told !== 'ready') {
        const counts = report.counts[told.kind];
        counts[told.status] = (counts[told.status] ?? 0) + 1;
        report.rss = Math.max(report.rss, told.rss);
        if (told.status === 'wrong') fail('wrong', told.text);
        at += 1;
      }
      give();
    });
    child.on('exit', (code, signal) => {
      clearTimeout(timer);
      if (at < cases.length) {
        fail(signal === 'SIGKILL' ? 'hang' : 'crash', `exit ${code ?? signal}`);
        at += 1;
      }
      resolve(at);
    });
  });
}

function show({ counts, failures, rss }: Report): string {
  const lines = KINDS.map((kind) => {
    const sum = Object.values(counts[kind]).reduce((total, n) => total + n, 0);
    const parts = Object.entries(counts[kind]).sort();
    return `${kind.padEnd(9)} ${sum}: ${parts.map(([status, n]) => `${n} ${status}`).join(', ')}`;
  });
  const failed = failures.map(
    ({ case: { kind, index }, status, text }) =>
      `${status}: ${kind} ${index}: ${JSON.stringify(text.slice(0, 300))}`,
  );
  return `${[...lines, `largest memory ${Math.round(rss / 2 ** 20)} MiB`, ...failed, `${failures.length} failures`].join('\n')}\n`;
}
