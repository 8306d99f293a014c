/** A failure that the person at the keyboard can mend; shown as one line, never with a stack. */
export class UserError extends Error {
  override readonly name = 'UserError';
  /** 1: the work failed. 2: wrong usage or recipe. */
  readonly exitCode: 1 | 2;

  constructor(message: string, exitCode: 1 | 2 = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}
