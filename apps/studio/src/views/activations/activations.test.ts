import { afterAll, beforeAll, expect, it } from '@jest/globals';

import { inChromium, makeData, openPage, type StartedStudio, startStudio } from '../../testing/index.ts';

inChromium('the review of activations in the page', () => {
  let studio: StartedStudio;
  beforeAll(async () => {
    studio = await startStudio({ data: await makeData() });
  });
  afterAll(() => studio?.close());

  it('tells the results of the activations and seeds that are switched on', async () => {
    const { page, faults, close } = await openPage(`${studio.url}#/activations`);
    const line = page.getByRole('region', { name: 'Results' }).getByRole('row', { name: /^ReLU/ });
    // 7, 8 and 7 of 10 test pictures: a mean of 73.33 % with a deviation of 5.77.
    await expect(line.textContent()).resolves.toMatch(/73\.33 ± 5\.77/);
    await page.getByRole('button', { name: 'seed 1' }).click();
    await page.getByRole('button', { name: 'seed 3' }).click();
    await expect(line.textContent()).resolves.toMatch(/80\.00/);
    await page.getByRole('button', { name: 'ELU', exact: true }).click();
    await expect(page.getByRole('region', { name: 'Results' }).getByRole('row').count()).resolves.toBe(2);
    await page.getByRole('button', { name: 'ReLU', exact: true }).click();
    await page.getByRole('heading', { name: 'Everything is switched off' }).waitFor();
    expect(faults).toEqual([]);
    await close();
  });

  it('tells the values of a curve where the keys are', async () => {
    const { page, close } = await openPage(`${studio.url}#/activations/small`);
    const chart = page.getByRole('application', { name: /^Validation accuracy, not normalised/ });
    await chart.focus();
    await chart.press('End');
    await chart.press('ArrowRight');
    await expect(chart.getByRole('status').textContent()).resolves.toBe('epoch 1: ReLU 70, ELU 70');
    await close();
  });
});
