import type { Asked } from './answer.ts';
import { Refusal } from './refusal.ts';

/**
 * Takes the target of a request apart. It is not parsed as a URL, which would make `/a/../b` of it, and what is
 * written in it must name a file as it stands.
 *
 * @throws Refusal 404 for a path that could lead anywhere else
 */
export function parseTarget(target: string): Asked {
  const [path = '', ...search] = target.split('?');
  const query = new URLSearchParams(search.join('?'));
  if (path === '/') return { path: [], query };
  const [before, ...parts] = path.split('/');
  const decoded = parts.map(decode);
  if (before !== '' || !decoded.every(isPlain)) throw notFound(target);
  return { path: decoded.filter((part) => part !== null), query };
}

export function notFound(target: string): Refusal {
  return new Refusal(404, `there is nothing at ${JSON.stringify(target)}`);
}

function decode(part: string): string | null {
  try {
    return decodeURIComponent(part);
  } catch {
    return null; // no UTF-8
  }
}

function isPlain(part: string | null): boolean {
  return part !== null && !['', '.', '..'].includes(part) && !/[/\\\0]/.test(part);
}
