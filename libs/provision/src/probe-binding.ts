import { existsSync } from 'node:fs';

import { DRIVER_FILE } from './machine/driver-file.ts';
import { thisUser } from './machine/find-binding.ts';
import { provisionState } from './provision-state.ts';

/** A program of its own, which Nx runs before it decides whether provisioning comes from its cache. */
const state = provisionState(thisUser(), Date.now());
process.stdout.write(`${JSON.stringify([state, existsSync(DRIVER_FILE)])}\n`);
