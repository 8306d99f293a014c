import * as tf from '@tensorflow/tfjs';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';

import { activate, type BackEndOpener } from './back-end.ts';

/** Addresses of what WebAssembly is loaded from, of the page's own origin; all are files of @tensorflow/tfjs-backend-wasm. */
export interface WasmFiles {
  /** tfjs-backend-wasm-simd.wasm */
  readonly simd: string;
  /** tfjs-backend-wasm-threaded-simd.wasm */
  readonly threaded: string;
  /** tfjs-backend-wasm-threaded-simd.js, a classic script that its threads load. */
  readonly threadScript: string;
}

/** Threads that the module has workers for: PTHREAD_POOL_SIZE in its build. */
const MOST_THREADS = 8;

/**
 * WebAssembly with SIMD, and with threads where the page is isolated (`crossOriginIsolated`), which shared memory needs.
 * The package's own start has its threads load their code from a blob, which `script-src` of a careful page forbids and
 * which bundling breaks; here it is a file. The few lines that a thread begins with stay a blob (`worker-src blob:`).
 */
export function threadedWasmOpener(files: WasmFiles): BackEndOpener {
  return {
    name: 'wasm',
    remedy: 'use a browser with WebAssembly and SIMD, as all have had since 2023',
    async open() {
      const [{ version_wasm: version }, { registerWasmKernels }] = await Promise.all([
        import('@tensorflow/tfjs-backend-wasm'),
        import('./wasm-kernels.ts'),
      ]);
      if ((await tf.env().getAsync('WASM_HAS_SIMD_SUPPORT')) !== true)
        throw new Error('this browser has no SIMD in WebAssembly');
      const threads = countThreads();
      if (tf.engine().registry['wasm'] === undefined) await prepare(files, threads);
      await activate('wasm');
      registerWasmKernels();
      return { version, device: `CPU, ${nameThreads(threads)}, SIMD` };
    },
  };
}

function countThreads(): number {
  return crossOriginIsolated ? Math.min(MOST_THREADS, navigator.hardwareConcurrency) : 1;
}

function nameThreads(threads: number): string {
  if (!crossOriginIsolated) return 'one thread as the page is not isolated';
  return threads === 1 ? 'one thread' : `${threads} threads`;
}

async function prepare(files: WasmFiles, threads: number): Promise<void> {
  const wasm = await import('@tensorflow/tfjs-backend-wasm');
  if (threads === 1) {
    tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
    wasm.setWasmPaths({
      'tfjs-backend-wasm.wasm': files.simd, // never asked for: SIMD is there
      'tfjs-backend-wasm-simd.wasm': files.simd,
      'tfjs-backend-wasm-threaded-simd.wasm': files.threaded,
    });
    return;
  }
  const module = await startThreaded(files);
  wasm.setThreadsCount(threads);
  tf.removeBackend('wasm');
  tf.registerBackend('wasm', () => new wasm.BackendWasm(module));
}

type WasmModule = ConstructorParameters<typeof BackendWasm>[0];

/** What Emscripten's modules have besides, which the package's types leave out. */
interface Emscripten {
  cwrap(name: string, returns: null, takes: readonly 'number'[]): (...values: number[]) => void;
  cwrap(name: string, returns: 'number', takes: readonly 'number'[]): (...values: number[]) => number;
}

/** Does what the package does to start its module with threads, with a file in the place of the blob of its code. */
async function startThreaded({ threaded, threadScript }: WasmFiles): Promise<WasmModule> {
  const [{ default: start }, { wasmWorkerContents }] = await Promise.all([
    import('@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-threaded-simd.js'),
    import('@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-threaded-simd.worker.js'),
  ]);
  const script = wasmWorkerContents.replaceAll('\n', '\\n'); // its line breaks stand in strings, and are meant as such
  const thread = URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
  const module = (await start({
    mainScriptUrlOrBlob: new URL(threadScript, location.href).href, // a blob's script has no place to begin from
    locateFile: (path) => (path.endsWith('.wasm') ? threaded : thread),
  })) as WasmModule & Emscripten;
  module.tfjs = {
    init: module.cwrap('init', null, []),
    initWithThreadsCount: module.cwrap('init_with_threads_count', null, ['number']),
    getThreadsCount: module.cwrap('get_threads_count', 'number', []),
    registerTensor: module.cwrap('register_tensor', null, ['number', 'number', 'number']),
    disposeData: module.cwrap('dispose_data', null, ['number']),
    dispose: module.cwrap('dispose', null, []),
  };
  return module;
}
