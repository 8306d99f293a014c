import { describe, expect, it } from '@jest/globals';

import { applyCombination, nameCombination } from './combined-recipe.ts';

describe('the name of a combination', () => {
  it.each([
    [{ 'train.learningRate': 0.001 }, 'best-sweep-train.learningRate-0.001'],
    [{ 'train.seed': 2, 'prior.lambda': 0.5 }, 'best-sweep-train.seed-2-prior.lambda-0.5'],
    [{ 'train.keep': 'last', 'ingest.eachClass': true }, 'best-sweep-train.keep-last-ingest.eachClass-true'],
    [{ 'prior.smoothing': null }, 'best-sweep-prior.smoothing-null'],
    [{ 'train.learningRate': 1e-7 }, 'best-sweep-train.learningRate-1e_7'],
  ])('says its settings: %j', (combination, name) => {
    expect(nameCombination('best', combination)).toBe(name);
  });

  it.each([
    [{ 'ingest.source': { kind: 'bundled' } }],
    [{ 'train.start': '../models/mine' }],
    [{ 'train.start': '7' }],
    [{ 'train.start': 'null' }],
    [Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`train.network.setting${i}`, i]))],
    [{}],
  ])('has a hash where they would be no plain name, or a long one: %j', (combination) => {
    expect(nameCombination('best', combination)).toMatch(/^best-sweep-[0-9a-f]{8}$/);
  });
});

describe('a recipe with a combination', () => {
  it('has its values, and the rest as its author wrote it', () => {
    const written = { $schema: '../recipe.schema.json', train: { epochs: 3 } };
    const complete = { train: { epochs: 3, seed: 1 }, prior: { lambda: 0.5 } };
    expect(applyCombination(written, complete, { 'train.seed': 2, 'prior.lambda': 0.7 })).toEqual({
      $schema: '../recipe.schema.json',
      train: { epochs: 3, seed: 2 },
      prior: { lambda: 0.7 },
    });
    expect(written.train).toEqual({ epochs: 3 });
  });

  it('keeps the rest of a setting that its author left to its default', () => {
    const complete = { prior: { smoothing: { neighbours: 5, sigma: 5 } } };
    expect(applyCombination({}, complete, { 'prior.smoothing.sigma': 3 })).toEqual({
      prior: { smoothing: { neighbours: 5, sigma: 3 } },
    });
  });

  it('leaves a path that leads nowhere to the schema, and the prototype alone', () => {
    const recipe = applyCombination({ train: { epochs: 3 } }, {}, { 'train.epochs.x': 1, '__proto__.y': 2 });
    expect(JSON.stringify(recipe)).toBe('{"train":{"epochs":{"x":1}},"__proto__":{"y":2}}');
    expect('y' in {}).toBe(false);
  });
});
