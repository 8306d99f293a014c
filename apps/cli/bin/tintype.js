#!/usr/bin/env node
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const program = new URL('../dist/main.js', import.meta.url);

if (!existsSync(program)) {
  const workspace = fileURLToPath(new URL('../../..', import.meta.url));
  try {
    execFileSync('npx', ['nx', 'build', 'cli'], { cwd: workspace, stdio: ['ignore', 2, 2] });
  } catch (error) {
    process.stderr.write(
      `tintype: the program is not built and could not be: ${error.message}; run "npm ci && npx nx build cli" in ${workspace}\n`,
    );
    process.exit(1);
  }
}

process.once('SIGINT', () => process.exit(130));
process.stdout.on('error', (error) => {
  if (error.code !== 'EPIPE') throw error; // EPIPE: the reader, such as `head`, has seen enough
  process.exit(0);
});

const { main } = await import(program);
const { stdout, stderr } = process;
process.exitCode = await main(process.argv.slice(2), { cwd: process.cwd(), stdout, stderr });
