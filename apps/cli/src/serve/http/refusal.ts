/** Why a request gets nothing: a sentence for whoever asked, under a status. */
export class Refusal extends Error {
  override readonly name = 'Refusal';

  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.status = status;
    this.headers = headers;
  }
}
