/** What went wrong with a remote: the message names the place, what the service said, and what to do. */
export class RemoteError extends Error {
  override readonly name = 'RemoteError';
  /** 2: the address or the mode is wrong. 1: the rest. */
  readonly exitCode: 1 | 2;

  constructor(message: string, options: ErrorOptions & { readonly exitCode?: 1 | 2 } = {}) {
    super(message, options);
    this.exitCode = options.exitCode ?? 1;
  }
}
