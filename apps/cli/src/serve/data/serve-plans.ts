import { join } from 'node:path';

import { UserError } from '@tintype/stage';
import { describeError } from '@tintype/store';

import { type ExplainReport, reportPlans } from '../../plans/plan-report.ts';
import { openPlanner, PIPELINES } from '../../plans/recipe-plans.ts';
import { reportStatus, type StatusReport } from '../../plans/status-report.ts';
import { requireSources } from '../../workspace.ts';
import type { Route } from '../http/answer.ts';
import { Refusal } from '../http/refusal.ts';
import { serveJson } from '../http/serve-json.ts';
import { keepAnswers } from './keep-answers.ts';
import { markFolder } from './mark-folder.ts';

/** A plan costs half a second and more; photos and code, which it depends on too, are looked at again after this. */
const KEEP_MS = 10_000;
/** The page asks every few seconds, and the server reads from here alone. */
const NO_REMOTE = {};

/** `/api/status?pipeline=&recipe=` and `/api/explain?pipeline=&recipe=`: what the commands of these names print with `--json`. */
export function servePlans(places: PlannedPlaces, clock: () => number): readonly Route[] {
  const { data, workspace } = places;
  const mark = async () => {
    const recipes = PIPELINES.map(({ name }) => join(workspace ?? data, 'pipelines', name, 'recipes'));
    const folders = [join(data, 'manifests'), ...recipes];
    return (await Promise.all(folders.map((folder) => markFolder(folder, '.json')))).join('\n');
  };
  const keep = keepAnswers<StatusReport | ExplainReport>({ mark, clock, keepMs: KEEP_MS });
  /** Kept by what is read of the query alone: whatever else stands in it makes no other answer. */
  const serve = (name: string, report: (asked: PlanQuery) => Promise<StatusReport | ExplainReport>) =>
    serveJson(`api/${name}`, async (query) => {
      const asked = {
        workspace: requireWorkspace(places),
        pipeline: query.get('pipeline') ?? 'pipeline',
        recipe: query.get('recipe') ?? undefined,
      };
      return keep(JSON.stringify([name, asked]), () => report(asked)).catch(refuse);
    });
  return [
    serve('status', async ({ workspace, pipeline, recipe }) =>
      reportStatus(pipeline, await openPlanner(workspace, pipeline, NO_REMOTE), recipe),
    ),
    serve('explain', async ({ workspace, pipeline, recipe = 'default' }) =>
      reportPlans(pipeline, await openPlanner(workspace, pipeline, NO_REMOTE), recipe),
    ),
  ];
}

interface PlannedPlaces {
  readonly data: string;
  /** The workspace whose runs write there; null where there is none. */
  readonly workspace: string | null;
}

interface PlanQuery {
  readonly workspace: string;
  readonly pipeline: string;
  readonly recipe: string | undefined;
}

/** Recipes, code and photos lie in the workspace, not in the data folder. */
function requireWorkspace({ data, workspace }: PlannedPlaces): string {
  try {
    requireSources();
  } catch (error) {
    throw new Refusal(404, describeError(error));
  }
  if (workspace !== null) return workspace;
  throw new Refusal(
    404,
    `what a run would do can be told in a workspace only: expected "pipelines" beside the data folder ${data}; serve the data folder of a clone of Tintype`,
  );
}

/** A pipeline or a recipe that there is not. */
function refuse(error: unknown): never {
  throw error instanceof UserError && error.exitCode === 2 ? new Refusal(404, error.message) : error;
}
