/** A file that the bundler copies beside the page. */
declare module '*?url' {
  const address: string;
  export default address;
}

/** The script of a thread, as text; the package has no types of it. */
declare module '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-threaded-simd.worker.js' {
  export const wasmWorkerContents: string;
}
