export { openBrowserBackEnd, type WasmFiles } from '@tintype/network/browser';
