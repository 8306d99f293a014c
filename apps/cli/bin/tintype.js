#!/usr/bin/env node
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';

const program = new URL('../dist/main.js', import.meta.url);
const workspace = fileURLToPath(new URL('../../..', import.meta.url));

/** Whether a source file is newer than the program: looking costs a few milliseconds. An installed package has no sources. */
function isStale() {
  if (!existsSync(join(workspace, 'esbuild.config.mjs'))) return false;
  if (!existsSync(program)) return true;
  const built = statSync(program).mtimeMs;
  return ['apps/cli', 'libs', 'pipelines'].some((folder) =>
    readdirSync(join(workspace, folder), { recursive: true })
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
      .some((file) => statSync(join(workspace, folder, file)).mtimeMs > built),
  );
}

if (isStale()) {
  try {
    execFileSync(process.execPath, ['esbuild.config.mjs', 'apps/cli'], {
      cwd: workspace,
      stdio: ['ignore', 2, 2],
    });
  } catch (error) {
    process.stderr.write(
      `tintype: the program is not built and could not be: ${error.message}; run "npm ci" in ${workspace}\n`,
    );
    process.exit(1);
  }
}

/** As shells tell what ended a program. */
const EXIT_CODES = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 };

const interruption = new AbortController();
let heeded = false;
let interruptedBy = 'SIGINT';
for (const name of Object.keys(EXIT_CODES))
  process.on(name, () => {
    if (!heeded || interruption.signal.aborted) process.exit(EXIT_CODES[name]);
    interruptedBy = name;
    interruption.abort();
  });
function heedInterrupts() {
  heeded = true;
  return interruption.signal;
}

// What the program computes with lies outside V8's heap. While it is loaded, the heap's young generation would grow to
// some 30 MB that are never needed again.
setFlagsFromString('--semi-space-growth-factor=1');
const { endOnOutputErrors, main } = await import(program);
endOnOutputErrors(process);
const { stdin, stdout, stderr, env } = process;
const around = { cwd: process.cwd(), stdin, stdout, stderr, env, heedInterrupts };
const code = await main(process.argv.slice(2), around);
process.exitCode = code === EXIT_CODES.SIGINT ? EXIT_CODES[interruptedBy] : code;
