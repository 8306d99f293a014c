/** Lets what begins side by side go on one after the other. */
export interface Turns {
  /**
   * Does `work` with what `prepared` gives once all that asked before are through with theirs, whatever became of it.
   * Who asks first comes first, however long the preparation takes.
   */
  inTurn<Prepared, Result>(
    prepared: Promise<Prepared>,
    work: (prepared: Prepared) => Promise<Result>,
  ): Promise<Result>;
}

export function takeTurns(): Turns {
  let before: Promise<unknown> = Promise.resolve();
  return {
    inTurn(prepared, work) {
      const mine = Promise.allSettled([prepared, before]).then(async () => work(await prepared));
      before = mine.catch(() => undefined);
      return mine;
    },
  };
}
