import { execFileSync } from 'node:child_process';
import { linkSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * `dvc-stage.mjs <stage> <recipe>`: one stage as DVC has it, from the workspace's root. The stage's own program computes
 * all of it, as what the store remembers of computations is dropped first; `dvc/<stage>` then holds the shards, linked.
 */
const [stage, recipe] = process.argv.slice(2);
rmSync('data/store/shards', { recursive: true, force: true });
const program = ['pipelines/pipeline/dist/main.js', stage, `--recipe=${recipe}`];
execFileSync(process.execPath, program, { stdio: 'inherit' });
const { shards } = JSON.parse(readFileSync(`data/manifests/pipeline/${recipe}/${stage}.json`, 'utf8'));
for (const { name, sha256 } of shards) {
  const file = join('dvc', stage, `${name}.shard`);
  mkdirSync(dirname(file), { recursive: true });
  linkSync(join('data/store/blobs', sha256.slice(0, 2), sha256), file);
}
