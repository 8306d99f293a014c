import type { Json } from '@tintype/store';

import type { ShardKey } from './shard-task.ts';

/** What JavaScript itself and libraries ask every object for. */
const ASKED_OF_ALL = new Set([
  'then',
  'toJSON',
  'asymmetricMatch',
  'nodeType',
  ...Object.getOwnPropertyNames(Object.prototype),
]);

/**
 * The settings of a task, which throw when something is read of them that is not there: the fingerprint would not
 * hold it. The guard is their prototype, so that reading what is declared costs nothing, and a copy for another
 * thread has none.
 */
export function refuseUndeclared({ settings }: Pick<ShardKey, 'settings'>): Json {
  if (settings === null || typeof settings !== 'object' || Array.isArray(settings)) return settings;
  const declared = Object.keys(settings).join(', ');
  const guard = new Proxy(Object.prototype, {
    get(target, key) {
      if (typeof key === 'string' && !ASKED_OF_ALL.has(key))
        throw new Error(
          `Internal error: expected to read the declared settings ${declared} alone but read ${key}`,
        );
      return Reflect.get(target, key);
    },
  });
  return Object.assign(Object.create(guard), settings);
}
