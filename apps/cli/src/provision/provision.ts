import {
  execute,
  FALL_BACK,
  glibcOfNode,
  provision,
  type ProvisionRequest,
  type ProvisionResult,
  thisUser,
} from '@tintype/provision';
import { UserError } from '@tintype/stage';
import { describeError } from '@tintype/store';

import { defineCommand, type Surroundings, type ValuesOf } from '../command.ts';
import { provisionProgress } from './provision-progress.ts';
import { showForRun, showProvision, whyNone } from './show-provision.ts';

const OPTIONS = {
  gpu: { type: 'boolean', default: false, help: 'fetch TensorFlow for CUDA where there is an NVIDIA GPU' },
  require: { type: 'string', value: 'tensorflow', help: 'fail without a native TensorFlow' },
  json: { type: 'boolean', default: false, help: 'print one JSON document' },
  'for-run': { type: 'boolean', default: false, help: 'as in a run: print one line and never fail' },
} as const;

type Values = ValuesOf<typeof OPTIONS>;

/** `tintype provision`: gets a native TensorFlow binding, and says what it found, chose and would wish for. */
export const provisionCommand = defineCommand({
  name: 'provision',
  summary: 'Installs native TensorFlow, the fastest back end for training.',
  operands: '',
  most: 0,
  options: OPTIONS,
  examples: [
    'tintype provision',
    'tintype provision --gpu',
    'tintype provision --require tensorflow --json',
    'TINTYPE_TENSORFLOW=~/tensorflow_cpu-2.21.0-….whl tintype provision',
  ],
  run: async (_operands, values, around) => {
    refuseUnknownRequirement(values);
    if (values['for-run']) return provisionForRun(values, around);
    const outcome = await provisionWith(requestFrom(values, around), around);
    around.stdout.write(shown(outcome, values));
    if (values.require !== undefined && outcome.binding === null)
      throw new UserError(`provision: expected a native TensorFlow, found none: ${whyNone(outcome)}`);
  },
});

/** A run goes on without a native binding, whatever has happened. */
async function provisionForRun(values: Values, around: Surroundings): Promise<void> {
  try {
    around.stdout.write(shown(await provisionWith(requestFrom(values, around), around), values));
  } catch (error) {
    around.stdout.write(`provision no native TensorFlow: ${describeError(error)}; ${FALL_BACK}\n`);
  }
}

async function provisionWith(
  request: ProvisionRequest,
  { env, stderr }: Surroundings,
): Promise<ProvisionResult> {
  const clock = (): number => Date.now();
  const emit = provisionProgress(stderr, clock);
  const { signal } = new AbortController(); // Ctrl-C ends the process; what was fetched stays
  const user = { ...thisUser(), env };
  return provision(request, { user, execute, signal, glibc: glibcOfNode(), emit, clock });
}

function requestFrom({ gpu, 'for-run': forRun }: Values, { env, stderr }: Surroundings): ProvisionRequest {
  const mode = env['TINTYPE_PROVISION'] || 'auto';
  const known = ['auto', 'gpu', 'off'].includes(mode);
  const complaint = `TINTYPE_PROVISION: expected auto, gpu or off, got "${mode}"`;
  if (!known && !forRun) throw new UserError(complaint, 2);
  if (!known) stderr.write(`provision: ${complaint}; nothing is fetched\n`);
  return { gpu: gpu || mode === 'gpu', off: mode === 'off' || !known, again: !forRun };
}

function refuseUnknownRequirement({ require }: Values): void {
  if (require === undefined || require === 'tensorflow') return;
  throw new UserError(`provision: --require: expected tensorflow, got "${require}"`, 2);
}

function shown(outcome: ProvisionResult, { json, 'for-run': forRun }: Values): string {
  if (json) return `${JSON.stringify(outcome, null, 2)}\n`;
  return `${(forRun ? showForRun(outcome) : showProvision(outcome)).join('\n')}\n`;
}
