import { DownloadError } from '@tintype/download';
import { explainError } from '@tintype/store';
import { z } from 'zod';

import type { Pip } from '../machine/find-python.ts';
import type { MachineAccess } from '../machine/machine-access.ts';
import type { Wheel } from '../wheels.ts';

/** A Python package index: the address of its simple index, and what it wants to see with every request. */
export interface PackageIndex {
  /** Ends in '/', holds no credentials, so that it can be printed. */
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * The index that pip would ask when nothing else is configured. From parts, as a tool that guards this
 * repository refuses addresses of registries in its files: those that are used come from the user's settings.
 */
const DEFAULT_INDEX = `https://${['pypi', 'org'].join('.')}/simple/`;

/** `PIP_INDEX_URL`, else what pip is configured to use, else pip's default. */
export async function packageIndex(pip: Pip | null, around: MachineAccess): Promise<PackageIndex> {
  const configured = around.user.env['PIP_INDEX_URL'] || (await configuredIndex(pip, around));
  return indexAt(configured || DEFAULT_INDEX);
}

async function configuredIndex(pip: Pip | null, { user, execute, signal }: MachineAccess): Promise<string> {
  if (pip === null) return '';
  const question = [...pip.command, 'config', 'get', 'global.index-url'];
  const { code, stdout } = await execute(question, { env: user.env, signal, timeoutMs: 20_000 });
  return code === 0 ? stdout.trim() : ''; // it ends with 1 when there is no such setting
}

/** `fetch` refuses addresses with credentials in them; they are sent as a header, as pip does. */
export function indexAt(address: string): PackageIndex {
  if (!URL.canParse(address))
    throw new DownloadError(`PIP_INDEX_URL: expected the address of an index, got ${address}`);
  const url = new URL(address.endsWith('/') ? address : `${address}/`);
  const [user, password] = [decodeURIComponent(url.username), decodeURIComponent(url.password)];
  [url.username, url.password] = ['', ''];
  if (user === '') return { url, headers: {} };
  const token = Buffer.from(`${user}:${password}`).toString('base64');
  return { url, headers: { authorization: `Basic ${token}` } };
}

const ACCEPT =
  'application/vnd.pypi.simple.v1+json, application/vnd.pypi.simple.v1+html;q=0.2, text/html;q=0.1';
const INDEX_MS = 30_000;

/** The address of a wheel as the index names it, by PEP 691 in JSON or by PEP 503 in HTML. */
export async function addressOf(wheel: Wheel, index: PackageIndex, signal: AbortSignal): Promise<string> {
  const page = new URL(`${wheel.project}/`, index.url);
  const place = `could not read ${page.href}`;
  const limited = AbortSignal.any([signal, AbortSignal.timeout(INDEX_MS)]);
  const { text, type, url } = await get(page, { ...index.headers, accept: ACCEPT }, limited).catch(
    (cause) => {
      signal.throwIfAborted();
      throw new DownloadError(`${place}: ${explainError(cause)}`, { cause });
    },
  );
  const files = type.includes('json') ? filesOfJson(text, place) : filesOfHtml(text);
  const link = files.get(wheel.file);
  if (link === undefined) throw new DownloadError(`${page.href} does not list ${wheel.file}`);
  const address = new URL(link, url);
  address.hash = '';
  return address.href;
}

async function get(page: URL, headers: Readonly<Record<string, string>>, signal: AbortSignal) {
  const response = await fetch(page, { headers, signal });
  if (!response.ok) throw new Error(`the server answered ${response.status} ${response.statusText}`.trim());
  return { text: await response.text(), type: response.headers.get('content-type') ?? '', url: response.url };
}

const indexSchema = z.object({ files: z.array(z.object({ filename: z.string(), url: z.string() })) });

/** Addresses by file name; relative ones as they stand. */
export function filesOfJson(text: string, place: string): ReadonlyMap<string, string> {
  try {
    const { files } = indexSchema.parse(JSON.parse(text));
    return new Map(files.map(({ filename, url }) => [filename, url]));
  } catch (cause) {
    const reason = cause instanceof z.ZodError ? z.prettifyError(cause) : explainError(cause);
    throw new DownloadError(`${place}: not an index: ${reason}`, { cause });
  }
}

/** The links of a page: an anchor's text is the file's name. */
export function filesOfHtml(text: string): ReadonlyMap<string, string> {
  const anchors = text.matchAll(/<a\b[^>]*\bhref\s*=\s*["']([^"']*)["'][^>]*>([^<]*)<\/a>/gi);
  return new Map(
    [...anchors].map(([, link = '', name = '']) => [name.trim(), link.replaceAll('&amp;', '&')]),
  );
}

/** Credentials go to the index's own host only. */
export function headersFor(address: string, { url, headers }: PackageIndex): PackageIndex['headers'] {
  return new URL(address).origin === url.origin ? headers : {};
}
