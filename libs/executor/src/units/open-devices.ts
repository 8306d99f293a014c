/** GPUs that are lent to one unit at a time. */
export interface Devices {
  readonly count: number;
  /** Waits until `wanted` of them are free, behind those who asked before; rejects when there are not so many at all. */
  take(wanted: number): Promise<readonly string[]>;
  giveBack(names: readonly string[]): void;
}

interface Waiting {
  readonly wanted: number;
  lend(names: readonly string[]): void;
}

export function openDevices(names: readonly string[]): Devices {
  const free = [...names];
  const queue: Waiting[] = [];
  const serve = () => {
    for (let [next] = queue; next !== undefined && next.wanted <= free.length; [next] = queue) {
      queue.shift();
      next.lend(free.splice(0, next.wanted));
    }
  };
  return {
    count: names.length,
    async take(wanted) {
      if (wanted > names.length)
        throw new Error(`expected ${wanted} GPUs to run on, found ${names.length} here; ask for fewer`);
      return new Promise((lend) => {
        queue.push({ wanted, lend });
        serve();
      });
    },
    giveBack(returned) {
      free.push(...returned);
      serve();
    },
  };
}
