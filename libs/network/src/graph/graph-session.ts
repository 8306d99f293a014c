import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import * as tf from '@tensorflow/tfjs';
import { makeTemporaryFolder } from '@tintype/store';

import { DT, encodeSavedModel, type Graph, type Shape } from './graph-def.ts';

/** The part of tfjs-node's native addon that runs graphs. Tensors are numbers, to be deleted by hand. */
export interface NativeBinding {
  createTensor(shape: number[], dtype: number, values: Float32Array | Int32Array): number;
  tensorDataSync(id: number): Float32Array | Int32Array;
  deleteTensor(id: number): void;
  loadSavedModel(folder: string, tags: string): number;
  runSavedModel(session: number, ids: number[], feeds: string, fetches: string): { readonly id: number }[];
  deleteSavedModel(session: number): void;
}

/** The addon of the current back end, which must be `tensorflow`. */
export function currentBinding(): NativeBinding {
  const backEnd = tf.backend() as unknown as { readonly binding?: NativeBinding };
  if (backEnd.binding !== undefined) return backEnd.binding;
  throw new Error(`Internal error: expected the back end tensorflow but was ${tf.getBackend()}`);
}

export interface Feed {
  readonly values: Float32Array | Int32Array;
  readonly shape: Shape;
}

/** A graph that TensorFlow has taken in, optimised for this machine, with its variables. */
export interface GraphSession {
  /** Runs what `fetches` needs. → their values, in that order */
  run(feeds: Readonly<Record<string, Feed>>, fetches: readonly string[]): Float32Array[];
  close(): void;
}

export function openGraphSession(graph: Graph, binding: NativeBinding): GraphSession {
  const session = load(graph, binding);
  return {
    run(feeds, fetches) {
      const names = Object.keys(feeds);
      const ids = Object.values(feeds).map(({ values, shape }) => {
        const dtype = values instanceof Float32Array ? DT.float32 : DT.int32;
        return binding.createTensor([...shape], dtype, values);
      });
      try {
        const outputs = binding.runSavedModel(session, ids, namesOf(names), namesOf(fetches));
        return outputs.map(({ id }) => take(id, binding));
      } finally {
        ids.forEach((id) => binding.deleteTensor(id));
      }
    },
    close: () => binding.deleteSavedModel(session),
  };
}

/** TensorFlow takes a graph from a folder only; nothing of it is needed once the session is open. */
export function load(graph: Graph, binding: NativeBinding): number {
  const folder = makeTemporaryFolder('tintype-graph-');
  try {
    writeFileSync(join(folder, 'saved_model.pb'), encodeSavedModel(graph));
    return binding.loadSavedModel(folder, 'serve');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function take(id: number, binding: NativeBinding): Float32Array {
  const values = binding.tensorDataSync(id);
  binding.deleteTensor(id);
  return values as Float32Array; // everything that is fetched is float32
}

function namesOf(nodes: readonly string[]): string {
  return nodes.map((name) => `${name}:0`).join();
}
