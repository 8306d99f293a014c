export { visitArchive, type ArchiveEntry } from './archive-entries.ts';
export { download, DownloadError, type DownloadOptions } from './download.ts';
export { exists, publishFolder } from './publish-folder.ts';
export { safePath } from './safe-path.ts';
