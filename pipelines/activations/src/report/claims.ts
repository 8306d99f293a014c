import { conditionName } from './review-data.ts';
import { type Comparison, comparisonsWith, type Group, reluOf, rreluOf } from './summarise.ts';

export type Answer = 'confirmed' | 'refuted' | 'undecided' | 'not tested';

/** What the article says of the networks of one kind, and what these say. It is undecided where no clear differences say. */
export interface Claim {
  readonly claim: string;
  /** With or without normalisation. */
  readonly condition: string;
  readonly answer: Answer;
  /** The numbers that the answer rests on. */
  readonly because: string;
}

/** The article's statements, each for the networks that it is about. */
export function answerClaims(groups: readonly Group[]): readonly Claim[] {
  return [
    ...[false, true].map((batchNorm) => rreluIsAmongTheWorst(groups, batchNorm)),
    reluIsTheBest(groups),
    reluIsAlmostTheBest(groups),
  ];
}

/** Confirmed: all others but one are clearly ahead of it. Refuted: it is clearly ahead of two or more. */
function rreluIsAmongTheWorst(groups: readonly Group[], batchNorm: boolean): Claim {
  const claim = 'RReLU is among the worst';
  return answer(
    claim,
    batchNorm,
    compared(rreluOf(groups, batchNorm), groups),
    ({ ahead, behind, others }) => {
      if (behind.length >= 2) return 'refuted';
      return ahead.length >= others - 1 ? 'confirmed' : 'undecided';
    },
  );
}

/** Confirmed: it is clearly ahead of all others. Refuted: one is clearly ahead of it. */
function reluIsTheBest(groups: readonly Group[]): Claim {
  const claim = 'ReLU is the best with normalisation';
  return answer(claim, true, compared(reluOf(groups, true), groups), ({ ahead, behind, others }) => {
    if (ahead.length > 0) return 'refuted';
    return behind.length === others ? 'confirmed' : 'undecided';
  });
}

/** Confirmed: at most one is clearly ahead, and it is clearly ahead of all others but one. Refuted: two are ahead. */
function reluIsAlmostTheBest(groups: readonly Group[]): Claim {
  const claim = 'ReLU is almost the best without normalisation';
  return answer(claim, false, compared(reluOf(groups, false), groups), ({ ahead, behind, others }) => {
    if (ahead.length >= 2) return 'refuted';
    return behind.length >= others - 1 ? 'confirmed' : 'undecided';
  });
}

interface Standing {
  /** Those that are clearly better, and clearly worse. */
  readonly ahead: readonly Comparison[];
  readonly behind: readonly Comparison[];
  readonly others: number;
}

function compared(one: Group | undefined, groups: readonly Group[]): readonly Comparison[] {
  return one === undefined || one.results.length < 2 ? [] : comparisonsWith(one, groups);
}

function answer(
  claim: string,
  batchNorm: boolean,
  comparisons: readonly Comparison[],
  judge: (standing: Standing) => Answer,
): Claim {
  const condition = conditionName(batchNorm);
  if (comparisons.length === 0)
    return {
      claim,
      condition,
      answer: 'not tested',
      because: 'It takes the networks in question, others beside them, and two seeds.',
    };
  const clear = comparisons.filter(({ certainty }) => certainty === 'clear');
  const ahead = clear.filter(({ difference }) => difference > 0);
  const behind = clear.filter(({ difference }) => difference < 0);
  const because = describe(comparisons, ahead, behind);
  return { claim, condition, answer: judge({ ahead, behind, others: comparisons.length }), because };
}

function describe(
  all: readonly Comparison[],
  ahead: readonly Comparison[],
  behind: readonly Comparison[],
): string {
  const ranked = [...all.map(({ of }) => of), ...all.slice(0, 1).map(({ to }) => to)];
  const better = all.filter(({ difference }) => difference > 0).length;
  const place = `By the mean it is number ${better + 1} of ${ranked.length}`;
  return `${place}; ${namesOf(ahead, 'clearly better')}, ${namesOf(behind, 'clearly worse')}.${doubtful(all)}`;
}

/** Differences that would be clear if they had been looked at alone. */
function doubtful(all: readonly Comparison[]): string {
  const names = all.filter(({ certainty }) => certainty === 'by itself').map(({ of }) => of.name);
  if (names.length === 0) return '';
  const verb = names.length === 1 ? 'The interval of' : 'The intervals of';
  return ` ${verb} ${listed(names)} ${names.length === 1 ? 'excludes' : 'exclude'} zero only before the correction.`;
}

function namesOf(comparisons: readonly Comparison[], what: string): string {
  const names = comparisons.map(({ of }) => of.name);
  return names.length === 0
    ? `none is ${what}`
    : `${listed(names)} ${names.length === 1 ? 'is' : 'are'} ${what}`;
}

/** "ReLU", "ReLU and ELU", "ReLU, PReLU and ELU" */
export function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
