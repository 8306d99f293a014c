import { describe, expect, it } from '@jest/globals';
import type { StagePlan } from '@tintype/stage';

import { surveyRecipes } from './survey-recipes.ts';

const plan: StagePlan = {
  ...{ stage: 'ingest', needs: [], state: 'missing', shards: 0, missing: [], mayGrow: true, changes: [] },
  ...{ unknownUntil: null, predicted: null, committed: null, madeAt: null },
};

describe('surveyRecipes', () => {
  it('tells of all recipes but the broken one, and names that with what is wrong', async () => {
    const asked: string[] = [];
    const survey = await surveyRecipes({
      recipes: ['a', 'broken', 'z'],
      remote: null,
      async plan(recipe) {
        asked.push(recipe);
        if (recipe === 'broken') throw new Error('recipes/broken.json: expected JSON: Unexpected end');
        return [plan];
      },
    });
    expect(asked).toEqual(['a', 'broken', 'z']);
    expect(survey).toEqual({
      planned: [],
      never: ['a', 'z'],
      broken: [{ recipe: 'broken', reason: 'recipes/broken.json: expected JSON: Unexpected end' }],
    });
  });
});
