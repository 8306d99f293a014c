export type { PatchBatch, PatchRows } from './patch-rows.ts';
export { openPatchRows } from './patch-rows.ts';
export { readTable } from './read-table.ts';
export { checkArrowFile, isArrowFile } from './check/check-file-on-disk.ts';
