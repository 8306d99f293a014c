import { z } from 'zod';

import { complaintOf } from '../execute.ts';
import type { Binding } from '../machine/find-binding.ts';
import type { MachineAccess } from '../machine/machine-access.ts';

const proofSchema = z.object({
  tensorflow: z.string(),
  gpu: z.boolean(),
  product: z.array(z.number()),
});

/** What a binding said of itself. */
export interface Proof {
  readonly tensorflow: string;
  readonly gpu: boolean;
}

/** Loads the addons and multiplies two matrices with it, in plain JavaScript with no other package. */
const PROGRAM = `
const [, ...addons] = process.argv;
const b = addons.map((addon) => require(addon)).at(-1);
const tensor = (values) => b.createTensor([2, 2], b.TF_FLOAT, new Float32Array(values));
const no = (name) => ({ name, type: b.TF_ATTR_BOOL, value: false });
const attributes = [no('transpose_a'), no('transpose_b'), { name: 'T', type: b.TF_ATTR_TYPE, value: b.TF_FLOAT }];
const [{ id }] = b.executeOp('MatMul', attributes, [tensor([1, 2, 3, 4]), tensor([5, 6, 7, 8])], 1);
const product = [...b.tensorDataSync(id)];
process.stdout.write('\\n' + JSON.stringify({ tensorflow: b.TF_Version, gpu: b.isUsingGpuDevice(), product }));
`;

const PRODUCT = [19, 22, 43, 50];
const LIMIT_MS = 180_000; // the first use of a GPU may compile kernels

/** In a process of its own, as a library that does not fit ends the one that loads it. */
export async function proveBinding(
  addons: Binding['addons'],
  { user, execute, signal }: MachineAccess,
): Promise<Proof> {
  const env = { ...user.env, TF_CPP_MIN_LOG_LEVEL: '2' };
  const execution = await execute([process.execPath, '-e', PROGRAM, ...addons], {
    env,
    signal,
    timeoutMs: LIMIT_MS,
  });
  const proof = proofSchema.safeParse(parsed(execution.stdout));
  if (execution.code === 0 && proof.success && String(proof.data.product) === String(PRODUCT))
    return proof.data;
  const found = proof.success ? `it computed ${proof.data.product}` : complaintOf(execution);
  throw new Error(`the binding was built but does not work: expected the product ${PRODUCT}: ${found}`);
}

function parsed(stdout: string): unknown {
  try {
    return JSON.parse(stdout.split('\n').at(-1) ?? '');
  } catch {
    return null; // it ended before it said anything: its complaint is shown
  }
}
