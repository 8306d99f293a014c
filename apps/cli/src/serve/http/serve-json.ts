import type { Asked, Route } from './answer.ts';

/** A JSON document at a path such as "api/status". */
export function serveJson(place: string, make: (query: Asked['query']) => Promise<unknown>): Route {
  return async ({ path, query }) =>
    path.join('/') === place ? { kind: 'json', value: await make(query) } : null;
}
