import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css',
  '.html': 'text/html',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
};

const ISOLATING = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
};

interface FolderOptions {
  /** Where on the host the folder lies; `/` when absent. */
  readonly base?: string;
  /** Whether pages are isolated, as a host that sets no headers cannot. Default: true. */
  readonly isolated?: boolean;
}

interface ServedFolder {
  readonly url: string;
  /** Paths that were asked for, in order. */
  readonly asked: readonly string[];
  close(): void;
}

/** Serves the files of a folder, as a plain web server does. */
export async function serveFolder(
  folder: string,
  { base = '/', isolated = true }: FolderOptions = {},
): Promise<ServedFolder> {
  const asked: string[] = [];
  const server = createServer(async ({ url = '/' }, response) => {
    asked.push(url);
    const [place = ''] = url.split('?');
    const path = place.startsWith(base) ? place.slice(base.length) : 'nothing';
    const file = decodeURIComponent(path === '' ? 'index.html' : path);
    const body = await readFile(join(folder, file)).catch(() => null);
    response.writeHead(body === null ? 404 : 200, {
      'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
      ...(isolated && ISOLATING),
    });
    response.end(body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('expected a port');
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { url: `http://127.0.0.1:${address.port}${base}`, asked, close };
}
