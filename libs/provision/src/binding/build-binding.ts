import { createHash } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { publishFolder } from '@tintype/download';
import { readableJson } from '@tintype/store';

import { bindingsFolder } from '../cache-folder.ts';
import type { ProvisionEvent } from '../events.ts';
import {
  ADDON,
  type Binding,
  BINDING_FORMAT,
  QUIET_ADDON,
  readBinding,
  RECORD,
  type Variant,
} from '../machine/find-binding.ts';
import type { Compiler } from '../machine/find-compiler.ts';
import { librariesIn } from '../machine/libraries.ts';
import type { MachineAccess } from '../machine/machine-access.ts';
import { NODE_API, TFJS_VERSION } from '../versions.ts';
import { compileBinding, npmSources } from './compile-binding.ts';
import { proveBinding } from './prove-binding.ts';

/** What a binding is built against. */
export interface BuildInput {
  /** The folder with the libraries and headers. */
  readonly tensorflow: string;
  readonly version: string | null;
  readonly variant: Variant;
  readonly source: string;
}

export interface BuildContext extends MachineAccess {
  readonly compiler: Compiler;
  readonly emit: (event: ProvisionEvent) => void;
}

/** Compiles a binding, proves that it works, and only then lets it be found. */
export async function buildBinding(input: BuildInput, context: BuildContext): Promise<Binding> {
  const { user } = context;
  const folder = join(bindingsFolder(user), nameOf(input, context));
  if (readBinding(folder, user) === null) {
    await rm(folder, { recursive: true, force: true }); // its libraries have gone, or it is an older version's
    await publishFolder(folder, (draft) => buildInto(draft, input, context));
  }
  const binding = readBinding(folder, user);
  if (binding === null) throw new Error(`Internal error: expected a usable binding in ${folder}`);
  return binding;
}

/** Once for each TensorFlow, Node ABI and platform; those found on the machine are told apart by their place. */
function nameOf({ version, variant, source }: BuildInput, { user }: BuildContext): string {
  const place = createHash('sha256').update(source).digest('hex').slice(0, 8);
  const kind = variant === 'found' ? `found-${place}` : variant;
  return `${version ?? 'unknown'}-${kind}-napi${NODE_API}-${user.platform}-${user.arch}`;
}

async function buildInto(draft: string, input: BuildInput, context: BuildContext): Promise<void> {
  const { user, compiler, emit } = context;
  const { tensorflow, variant, source } = input;
  emit({ type: 'compile', compiler: compiler.version, tensorflow });
  await compileBinding(compiler, { tensorflow, folder: draft, ...npmSources() }, context);
  emit({ type: 'prove' });
  const proof = await proveBinding([join(draft, QUIET_ADDON), join(draft, ADDON)], context);
  const record = {
    formatVersion: BINDING_FORMAT,
    tfjs: TFJS_VERSION,
    nodeApi: NODE_API,
    platform: user.platform,
    arch: user.arch,
    tensorflow: proof.tensorflow,
    variant,
    source,
    libraries: librariesIn(tensorflow, user.platform).map(({ path, bytes }) => ({ path, bytes })),
  };
  await writeFile(join(draft, RECORD), readableJson(record));
}
