import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { z } from 'zod';

const projectSchema = z.object({
  targets: z.record(z.string(), z.object({ dependsOn: z.array(z.unknown()).default([]) })),
});

/** What Nx runs before each target of a project, of the project's own targets; the build is left out. */
export async function targetsBefore(project: string): Promise<Readonly<Record<string, readonly string[]>>> {
  const { targets } = projectSchema.parse(JSON.parse(await readFile(join(project, 'project.json'), 'utf8')));
  const own = (one: unknown): one is string => typeof one === 'string' && one !== 'build';
  return Object.fromEntries(
    Object.entries(targets).map(([name, { dependsOn }]) => [name, dependsOn.filter(own)]),
  );
}
