import { parseArgs } from 'node:util';

import { report } from '@tintype/network/bench';

import { crossValidatedPhotos } from './balance/cross-validated-photos.ts';
import { foreignPhotos } from './balance/foreign-photos.ts';
import { measureLeads } from './balance/leads.ts';

/**
 * How the balanced AuC, and the network's leads over the baselines, depend on how widely the commonness of colours is
 * smoothed: of a recipe's cross-validation, or with `--photos <folder>` (again for more) of the bundled model on
 * photos from elsewhere.
 */
const { values: options } = parseArgs({
  options: {
    json: { type: 'string' },
    recipe: { type: 'string', default: 'best' },
    photos: { type: 'string', multiple: true, default: [] },
    temperature: { type: 'string', default: '0.38' },
  },
});
const { photos, recipe } = options;
const temperature = Number(options.temperature);
const unseen =
  photos.length > 0
    ? await foreignPhotos(photos, temperature)
    : await crossValidatedPhotos(recipe, temperature);
await report(await measureLeads(unseen), options.json);
process.exit(); // a GPU device may keep Node alive
