export { WASM_FILES } from '@tintype/network/wasm-files';
