export { openBrowserBackEnd } from './backend/browser-back-end.ts';
export { type WasmFiles } from './backend/threaded-wasm.ts';
export { loadModelSafely } from './model/load-model-safely.ts';
