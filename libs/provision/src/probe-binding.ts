import { existsSync } from 'node:fs';
import { findBinding, thisUser } from './find-binding.ts';
import { DRIVER_FILE } from './driver-file.ts';
import { recentFailure } from './last-failure.ts';

/**
 * A program of its own, which Nx runs before it decides whether provisioning comes from its cache. The lines
 * change with the binding, and where there is none every time, so that it is looked for again; unless that
 * failed a short while ago, as then trying again would only cost.
 */
const user = thisUser();
const binding = findBinding(user);
const off = process.env['TINTYPE_PROVISION'] === 'off';
const state = binding?.addons ?? (off ? 'off' : (recentFailure(user, Date.now()) ?? Date.now()));
process.stdout.write(`${JSON.stringify([state, existsSync(DRIVER_FILE)])}\n`);
