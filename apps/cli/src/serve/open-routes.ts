import { join } from 'node:path';

import type { ModelPlaces } from '@tintype/pipeline/models';

import { type KnownManifest, watchManifests } from './data/list-manifests.ts';
import { serveData } from './data/serve-data.ts';
import { servePlans } from './data/serve-plans.ts';
import type { Route } from './http/answer.ts';
import { serveJson } from './http/serve-json.ts';
import { serveEvents } from './live/serve-events.ts';
import { listExamples, serveExamples } from './site/examples.ts';
import { listModels, serveModels } from './site/serve-models.ts';
import { servePage } from './site/serve-page.ts';
import { describeStudio } from './site/studio-info.ts';

export interface StudioPlaces {
  /** The folder of the built page. */
  readonly page: string;
  /** Photos to try it with. */
  readonly examples: string;
  readonly models: ModelPlaces;
  /** The workspace whose runs write into the data folder; null where there is none. */
  readonly workspace: string | null;
}

/** All that the studio answers. */
export function openRoutes(
  { page, examples, models, workspace }: StudioPlaces,
  { clock, onFault }: { clock(): number; onFault(error: unknown): void },
): readonly Route[] {
  const { data } = models;
  const list = watchManifests(data, onFault);
  const info = async () => describeStudio(true, await listModels(models, list), await listExamples(examples));
  return [
    serveJson('studio.json', info),
    serveJson('api/manifests', async () => (await list()).map(showManifest)),
    ...servePlans({ data, workspace }, clock),
    serveEvents(data, onFault),
    serveModels(models, list),
    serveExamples(examples),
    serveData(data),
    servePage(page),
  ];
}

function showManifest({ pipeline, recipe, stage, made }: KnownManifest) {
  return { pipeline, recipe, stage, made };
}

/** Where the photos to try the page with lie, in the workspace or the package. */
export function examplesIn(workspace: string): string {
  return join(workspace, 'data', 'historic');
}
