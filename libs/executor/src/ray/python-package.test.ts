import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

import { expect, it } from '@jest/globals';

import { findRayPython } from '../testing/local-cluster.ts';

const FOLDER = join(import.meta.dirname, '../../python');

const { python, reason } = findRayPython(process.env);
const hasPytest = python !== null && spawnSync(python, ['-c', 'import pytest']).status === 0;
const missing = python === null ? reason : hasPytest ? null : `${python} has no pytest`;
if (missing !== null) process.stderr.write(`The Python package tintype_ray is not tested: ${missing}\n`);

(missing === null ? it : it.skip)('the Python package passes its own tests', () => {
  const { status, stdout } = spawnSync(
    python ?? '',
    ['-m', 'pytest', '-q', '-rs', '-p', 'no:cacheprovider', 'tests'],
    { cwd: FOLDER, encoding: 'utf8', env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' } },
  );
  process.stderr.write(
    stdout
      .split('\n')
      .filter((line) => line.startsWith('SKIPPED'))
      .join('\n'),
  );
  expect({ status, stdout: status === 0 ? '' : stdout }).toEqual({ status: 0, stdout: '' });
});
