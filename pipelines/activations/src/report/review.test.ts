import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, it } from '@jest/globals';

import { type Accuracies, reviewWith } from '../testing/made-up-review.ts';
import { answerClaims } from './claims.ts';
import { conclude } from './conclude.ts';
import { renderReview, reviewCharts } from './render-review.ts';
import { resultsMarkdown } from './results-table.ts';
import { comparisonsWith, groupsOf, reluOf } from './summarise.ts';

const EVEN: Accuracies = { relu: 0.98, 'leaky-relu': 0.98, prelu: 0.98, elu: 0.98, rrelu: 0.98 };

/** The answers in the order: RReLU without and with normalisation, ReLU with, ReLU without. */
function answersTo(accuracies: Accuracies, seeds?: readonly number[]) {
  return answerClaims(groupsOf(reviewWith(accuracies, seeds))).map(({ answer }) => answer);
}

describe('the article’s statements', () => {
  it('are confirmed where RReLU is clearly last and ReLU clearly first', () => {
    expect(answersTo({ ...EVEN, relu: 0.99, rrelu: 0.97 })).toEqual(new Array(4).fill('confirmed'));
  });

  it('are refuted where RReLU is clearly first and ReLU clearly last', () => {
    expect(answersTo({ ...EVEN, relu: 0.97, rrelu: 0.99 })).toEqual(new Array(4).fill('refuted'));
  });

  it('are undecided where nothing differs', () => {
    expect(answersTo(EVEN)).toEqual(new Array(4).fill('undecided'));
  });

  it('are not tested with a single seed', () => {
    expect(answersTo({ ...EVEN, rrelu: 0.9 }, [1])).toEqual(new Array(4).fill('not tested'));
  });

  it('come with the numbers that they rest on', () => {
    const [claim] = answerClaims(groupsOf(reviewWith({ ...EVEN, relu: 0.99, rrelu: 0.97 })));
    expect(claim?.because).toMatch(
      /number 5 of 5; ReLU, .* and ELU are clearly better, none is clearly worse/,
    );
  });
});

describe('the summary', () => {
  it('takes differences to ReLU seed by seed, within the same normalisation', () => {
    const groups = groupsOf(reviewWith({ ...EVEN, elu: 0.97 }));
    const relu = reluOf(groups, true);
    if (relu === undefined) throw new Error('expected a ReLU');
    const compared = comparisonsWith(relu, groups);
    expect(compared.map(({ of }) => of.batchNorm)).toEqual([true, true, true, true]);
    const elu = compared.find(({ of }) => of.name === 'ELU');
    expect(elu?.difference).toBeCloseTo(-0.01, 3);
    expect(elu?.certainty).toBe('clear');
    expect(elu?.adjusted).toBeGreaterThanOrEqual(elu?.p ?? NaN);
  });

  const words = (accuracies: Accuracies, seeds?: readonly number[], pictures = 1000) =>
    conclude(groupsOf(reviewWith(accuracies, seeds)), pictures).join(' ');

  it('is told in words that follow from the numbers', () => {
    expect(words({ ...EVEN, elu: 0.97 })).toContain(
      'ELU is clearly worse than ReLU. 4 seeds cannot tell Leaky',
    );
    expect(words({ ...EVEN, elu: 0.99 })).toContain('ELU is clearly better than ReLU.');
    expect(words(EVEN, [1])).toContain('One seed cannot tell what the activation changes');
    expect(words(EVEN)).toContain('of 5 activations is higher than without');
  });

  it('says that an activation does not matter only where every interval is narrow', () => {
    expect(words(EVEN)).toContain('here it does not matter which activation is taken');
    const scattered = words(EVEN, undefined, 1e9);
    expect(scattered).toContain('4 seeds cannot tell any other activation from ReLU.');
    expect(scattered).not.toContain('matter');
  });

  it('says which is corrected where an interval excludes zero and p is not clear', () => {
    const groups = groupsOf(withChanges('prelu', [-0.002, -0.003, -0.0043]));
    const relu = reluOf(groups, false);
    const prelu = relu && comparisonsWith(relu, groups).find(({ of }) => of.name === 'PReLU');
    expect(prelu?.interval[1]).toBeLessThan(0);
    expect(prelu?.certainty).toBe('by itself');
    const text = conclude(groups, 1000).join(' ');
    expect(text).toContain(
      'The interval of PReLU excludes zero by itself, but after Holm’s correction for 4 comparisons the difference is not clear (p = ',
    );
    expect(text).not.toContain('noise');
    expect(answerClaims(groups).at(-1)?.because).toContain(
      'The interval of PReLU excludes zero only before the correction.',
    );
  });

  it('is a table with every kind of network', () => {
    const markdown = resultsMarkdown(groupsOf(reviewWith(EVEN)));
    expect(markdown.trim().split('\n')).toHaveLength(12);
    expect(markdown).toMatch(
      /\| ReLU \| no \| 9[78]\.\d\d ± 0\.\d\d \| 0\.1000 \| – \| – \| 2\.5 \| 25\.0 \|/,
    );
    expect(resultsMarkdown(groupsOf(reviewWith(EVEN, [1])))).not.toContain('NaN');
  });
});

describe('the README', () => {
  /** Cells without their padding, figures with their decimals alone. */
  const shapesOf = (table: string, without?: string) => {
    const rows = table
      .trim()
      .split('\n')
      .map((line) =>
        line
          .split('|')
          .slice(1, -1)
          .map((cell) => cell.trim()),
      );
    const left = rows[0]?.indexOf(without ?? '');
    const shape = (cell: string) =>
      cell
        .replace(/[−+]?\d+(?=\.)/g, '#')
        .replace(/\d/g, '0')
        .replace(/-+:?$/, '-');
    return rows.map((cells) => cells.filter((_, i) => i !== left).map(shape));
  };

  it('shows the table of the default recipe as it is written, but for its times', async () => {
    const readme = await readFile(join(import.meta.dirname, '../../README.md'), 'utf8');
    const [shown = ''] = /^\| activation .*\n(\|.*\n)+/m.exec(readme) ?? [];
    const written = resultsMarkdown(groupsOf(reviewWith(EVEN, [1, 2, 3])));
    expect(shapesOf(shown)).toEqual(shapesOf(written, 's per epoch'));
  });
});

describe('the report', () => {
  it('holds every section and chart, loads nothing, and escapes what it is given', () => {
    for (const seeds of [[1], [1, 2, 3]]) {
      const data = reviewWith(EVEN, seeds);
      const page = renderReview(data, groupsOf(data));
      for (const id of ['results', 'claims', 'curves', 'functions', 'units', 'time', 'reproduction'])
        expect(page).toContain(`<section id="${id}">`);
      expect(page).toContain('made &lt;up&gt;');
      expect(page).not.toMatch(/<script|NaN|undefined|made <up>/);
    }
  });

  it('draws each chart that is worth a file', () => {
    const data = reviewWith(EVEN);
    const charts = reviewCharts(data, groupsOf(data));
    expect(Object.keys(charts)).toContain('validation-accuracy-normalised');
    expect(Object.keys(charts)).toHaveLength(11);
    for (const svg of Object.values(charts)) expect(svg).toMatch(/^<svg /);
  });
});

/** A review of three seeds in which the accuracies of one activation are changed by so much, seed by seed. */
function withChanges(kind: keyof Accuracies, changes: readonly number[]): ReturnType<typeof reviewWith> {
  const seeds = [1, 2, 3];
  const review = reviewWith(EVEN, seeds);
  const results = review.results.map((result) => {
    const { kind: own } = result.cell.activation;
    const change = own === kind ? (changes[seeds.indexOf(result.cell.seed)] ?? 0) : 0;
    return { ...result, testAccuracy: result.testAccuracy + change };
  });
  return { ...review, results };
}
