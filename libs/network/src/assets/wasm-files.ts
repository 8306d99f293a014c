import simd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import threaded from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url';
import threadScript from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-threaded-simd.js?url';

import type { WasmFiles } from '../backend/threaded-wasm.ts';

/** Where a bundler that follows Vite's `?url` has put what the wasm back end loads, as addresses for `openBrowserBackEnd`. */
export const WASM_FILES: WasmFiles = { simd, threaded, threadScript };
