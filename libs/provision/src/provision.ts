import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { describeError, type Holder, isMissing, withLock } from '@tintype/store';

import { buildBinding } from './binding/build-binding.ts';
import { cacheFolder } from './cache-folder.ts';
import type { Choice } from './choice.ts';
import type { ProvisionEvent } from './events.ts';
import { recentFailure } from './last-failure.ts';
import { type Binding, listBindings, type Variant } from './machine/find-binding.ts';
import { fetchedVariants } from './machine/libraries.ts';
import { lookAtMachine, type Machine } from './machine/machine.ts';
import type { MachineAccess } from './machine/machine-access.ts';
import { type Plan, planProvision, type Wish } from './plan.ts';
import { rememberFailure } from './remember-failure.ts';
import { fetchLibraries, foundLibraries } from './wheels/provide-libraries.ts';

export interface ProvisionRequest {
  readonly gpu: boolean;
  readonly off: boolean;
  /** Whether to try again although it failed a short while ago. */
  readonly again: boolean;
}

export interface ProvisionContext extends MachineAccess {
  readonly emit: (event: ProvisionEvent) => void;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
}

export interface ProvisionResult {
  readonly machine: Machine;
  /** The last plan: the one that was carried out, or the one that nothing was left of. */
  readonly plan: Plan;
  /** What training will load, or null. */
  readonly binding: Binding | null;
  /** Ways that were tried and did not work. */
  readonly failures: readonly string[];
}

/** What is known and wanted while one way after the other is tried. */
interface State {
  readonly machine: Machine;
  readonly wish: Wish;
  readonly failures: readonly string[];
}

/**
 * Provides a native TensorFlow binding if it can be had: looks, decides, fetches and builds. Only an abort is
 * thrown; every other failure is part of the outcome, as a run goes on without a native binding.
 */
export async function provision(
  request: ProvisionRequest,
  context: ProvisionContext,
): Promise<ProvisionResult> {
  const { user, signal, emit, clock } = context;
  const recent = request.again ? null : recentFailure(user, clock());
  const failedBefore =
    recent && `it failed a short while ago and is tried again after an hour: ${recent.reason}`;
  const machine = await lookAtMachine(context);
  const state = { machine, wish: { gpu: request.gpu, off: request.off, failedBefore }, failures: [] };
  const plan = planProvision(machine, state.wish);
  if (isSettled(plan.choice)) return outcomeOf(plan, state);
  try {
    const lock = join(cacheFolder(user), 'locks', 'provision');
    const onWait = (holder: Holder): void => emit({ type: 'waiting', holder });
    return await withLock(lock, { signal, onWait }, () => tryAll(state, context));
  } catch (error) {
    signal.throwIfAborted();
    const reason = `${cacheFolder(user)}: ${describeError(error)}; TINTYPE_CACHE names another folder`;
    return outcomeOf({ ...plan, choice: { kind: 'none' } }, { ...state, failures: [reason] });
  }
}

function isSettled({ kind }: Choice): boolean {
  return kind === 'use' || kind === 'none';
}

/** Tries what the plan says until something works or nothing is left. */
async function tryAll(start: State, context: ProvisionContext): Promise<ProvisionResult> {
  await clearDrafts(context);
  let state = refreshed(start, context);
  for (;;) {
    const plan = planProvision(state.machine, state.wish);
    if (isSettled(plan.choice)) return finish(outcomeOf(plan, state), context);
    try {
      const binding = await carryOut(plan.choice, state.machine, context);
      return await finish({ ...outcomeOf(plan, state), binding }, context);
    } catch (error) {
      context.signal.throwIfAborted();
      context.emit({ type: 'failed', reason: describeError(error) });
      state = without(plan.choice, describeError(error), state);
    }
  }
}

/** Another process may have built one while we waited for it. */
function refreshed(state: State, { user }: ProvisionContext): State {
  const machine = { ...state.machine, bindings: listBindings(user), fetched: fetchedVariants(user) };
  return { ...state, machine };
}

/** A killed process leaves its drafts, of a gigabyte; we hold the lock, so nobody works on them. */
async function clearDrafts({ user }: ProvisionContext): Promise<void> {
  for (const name of ['bindings', 'tensorflow', 'downloads']) {
    const folder = join(cacheFolder(user), name);
    const entries = await readdir(folder).catch((error: unknown) => {
      if (isMissing(error)) return [];
      throw error;
    });
    const drafts = entries.filter((entry) => entry.startsWith('.'));
    for (const draft of drafts) await rm(join(folder, draft), { recursive: true, force: true });
  }
}

async function carryOut(choice: Choice, machine: Machine, context: ProvisionContext): Promise<Binding> {
  const { compiler, pip } = machine;
  if (compiler === null) throw new Error('Internal error: expected a plan that builds only with a compiler');
  const build = { ...context, compiler, pip };
  switch (choice.kind) {
    case 'build': {
      const { version, path: source } = choice.tensorflow;
      const tensorflow = await foundLibraries(choice.tensorflow, build);
      return buildBinding({ tensorflow, version, variant: 'found', source }, build);
    }
    case 'fetch': {
      const [{ variant, wheels }, tensorflow] = [choice.set, await fetchLibraries(choice.set, build)];
      const [wheel] = wheels;
      if (wheel === undefined) throw new Error('Internal error: expected a set of at least one wheel');
      return buildBinding({ tensorflow, version: wheel.version, variant, source: wheel.file }, build);
    }
    default:
      throw new Error(`Internal error: expected something to do, got ${choice.kind}`);
  }
}

/** What is left to try when a choice did not work. */
function without(choice: Choice, reason: string, { machine, wish, failures }: State): State {
  const tried = [...failures, reason];
  if (choice.kind === 'build') {
    const tensorflows = machine.tensorflows.map((one) =>
      one === choice.tensorflow ? { ...one, unusable: reason } : one,
    );
    return { machine: { ...machine, tensorflows }, wish, failures: tried };
  }
  const variant: Variant = choice.kind === 'fetch' ? choice.set.variant : 'found';
  const less = variant === 'cuda' ? { ...wish, gpu: false } : { ...wish, failedBefore: reason };
  return {
    machine: { ...machine, fetched: machine.fetched.filter((one) => one !== variant) },
    wish: less,
    failures: tried,
  };
}

async function finish(
  outcome: ProvisionResult,
  { user, clock, emit }: ProvisionContext,
): Promise<ProvisionResult> {
  const reason = outcome.binding === null ? outcome.failures.at(-1) : undefined;
  const problem = await rememberFailure(user, reason === undefined ? null : { at: clock(), reason });
  if (problem !== null) emit({ type: 'failed', reason: problem });
  return outcome;
}

function outcomeOf(plan: Plan, { machine, failures }: State): ProvisionResult {
  const binding = plan.choice.kind === 'use' ? plan.choice.binding : null;
  return { machine, plan, binding, failures };
}
