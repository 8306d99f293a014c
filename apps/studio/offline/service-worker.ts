/**
 * Lets the page be used without its server: it keeps the page, the bundled model and the examples, and gives them where
 * nothing answers. On hosts that cannot set headers it isolates the page, so that wasm may have threads there. What the server
 * says of runs (`api/`) and their files (`data/`) passes it by.
 */
declare const self: ServiceWorkerGlobalScope;
/** Set by the build (`keep-offline.ts`): a digest of all files of the page, and their addresses relative to it. */
declare const VERSION: string;
declare const FILES: readonly string[];
export {};

const PREFIX = `tintype ${self.registration.scope} `;
const CACHE = `${PREFIX}${VERSION}`;

const INFO = 'studio.json';
/** Of the models that there are, the one that is always there. */
const MODEL = 'models/bundled/';
/** Whether pages are to be isolated: only where the host did not when the page came first, as it may be another's by now. */
const ISOLATES = self.location.search === '?isolate';
const ISOLATING = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
} as const;

self.addEventListener('install', () => void self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));
self.addEventListener('message', (event) => {
  if (event.data === 'keep') event.waitUntil(keepAndTell(event.source));
});
self.addEventListener('fetch', (event) => {
  const address = addressOf(event.request);
  if (address !== null) event.respondWith(answer(event.request, address));
});

/** The address of what the page consists of, relative to it; null for all else, which goes its own way. */
function addressOf({ method, url }: Request): string | null {
  const { scope } = self.registration;
  if (method !== 'GET' || !url.startsWith(scope)) return null;
  const [address = ''] = url.slice(scope.length).split(/[?#]/);
  return /^(api|data)\//.test(address) ? null : address;
}

/** Files that are named by their content cannot change; of the others the server knows better, as long as it answers. */
async function answer(request: Request, address: string): Promise<Response> {
  const isFixed = address.startsWith('assets/');
  const kept = isFixed ? await caches.match(request, { ignoreSearch: true }) : undefined;
  return isolated(kept ?? (await fetchOrKept(request, address)));
}

async function fetchOrKept(request: Request, address: string): Promise<Response> {
  try {
    const response = await fetch(request);
    if (response.status === 200 && isRefreshed(address))
      await refresh(request, response.clone()).catch(() => undefined); // what cannot be kept is given all the same
    return response;
  } catch (error) {
    const kept = await caches.match(request, { ignoreSearch: true });
    if (kept === undefined) throw error;
    return kept;
  }
}

/** What may change without a new version of the page. */
function isRefreshed(address: string): boolean {
  return address === INFO || address.startsWith(MODEL) || address.startsWith('examples/');
}

/** Only what is kept: what is looked at in passing is not. */
async function refresh(request: Request, response: Response): Promise<void> {
  const cache = await caches.open(CACHE);
  if ((await cache.match(request)) !== undefined) await cache.put(request, response);
}

function isolated(response: Response): Response {
  if (!ISOLATES) return response;
  const { body, status, statusText, type } = response;
  if (type === 'opaque' || type === 'opaqueredirect' || type === 'error') return response;
  const headers = new Headers(response.headers);
  for (const [name, value] of Object.entries(ISOLATING)) if (!headers.has(name)) headers.set(name, value);
  return new Response(body, { status, statusText, headers });
}

let keeping: Promise<void> | null = null;

/** Tells the page that asks 'kept', or why not; those that ask meanwhile wait for the same. */
async function keepAndTell(asker: ExtendableMessageEvent['source']): Promise<void> {
  try {
    await (keeping ??= keepAll());
    asker?.postMessage('kept');
  } catch (error) {
    asker?.postMessage(error instanceof Error ? error.message : String(error));
  } finally {
    keeping = null;
  }
}

/** Keeps all that the page needs, and lets earlier versions go once it is there. Doing it again costs a look. */
async function keepAll(): Promise<void> {
  const cache = await caches.open(CACHE);
  const known = new Set((await cache.keys()).map(({ url }) => url));
  const missing = [...FILES, ...(await listContent())].filter((address) => !known.has(urlOf(address)));
  await cache.addAll(missing.map((address) => new Request(urlOf(address), { cache: 'no-cache' })));
  for (const name of await caches.keys())
    if (name.startsWith(PREFIX) && name !== CACHE) await caches.delete(name);
}

function urlOf(address: string): string {
  return new URL(address, self.registration.scope).href;
}

/** What is there to colour with, and to try it on. */
async function listContent(): Promise<readonly string[]> {
  const info: unknown = await (await fetch(urlOf(INFO))).json();
  const examples =
    typeof info === 'object' && info !== null && 'examples' in info && Array.isArray(info.examples)
      ? info.examples.map(({ path }: { readonly path: unknown }) => String(path))
      : [];
  return [INFO, `${MODEL}model.json`, `${MODEL}weights.bin`, ...examples];
}
