import { signal } from '@preact/signals';

/** Where in the studio a person is: `#/artefacts/pipeline/default/prior?table=gamut`. */
export interface Route {
  /** The first part of the path, which names the view. */
  readonly view: string;
  /** The other parts, decoded. */
  readonly path: readonly string[];
  readonly query: URLSearchParams;
}

export const route = signal(parseRoute(location.hash));

addEventListener('hashchange', () => {
  route.value = parseRoute(location.hash);
});

/** The address of a place, for a link. */
export function addressOf(
  view: string,
  path: readonly string[] = [],
  query: Record<string, string> = {},
): string {
  const parts = [view, ...path].map(encodeURIComponent).join('/');
  const search = new URLSearchParams(query).toString();
  return `#/${parts}${search === '' ? '' : `?${search}`}`;
}

export function parseRoute(hash: string): Route {
  const [path = '', search = ''] = hash.replace(/^#\/?/, '').split('?', 2);
  const [view = '', ...rest] = path.split('/').filter(Boolean).map(decode);
  return { view: view === '' ? 'colour' : view, path: rest, query: new URLSearchParams(search) };
}

/** A part of an address that somebody cut short stays as it is. */
function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
