import type { ServerResponse } from 'node:http';

/** What a request gets. */
export type Answer =
  | { readonly kind: 'json'; readonly value: unknown }
  | FileAnswer
  | { readonly kind: 'stream'; readonly type: string; start(response: ServerResponse): void };

export interface FileAnswer {
  readonly kind: 'file';
  /** Where it lies, with no link in it. */
  readonly path: string;
  /** The name by which its type is told. */
  readonly name: string;
  /** Digest of its bytes, where the address names it, so that what is there cannot change. */
  readonly digest?: string;
  /** What a page may do, where it is not the studio's own. */
  readonly policy?: string;
}

/** A path of an address, decoded, and what is asked behind it. */
export interface Asked {
  readonly path: readonly string[];
  readonly query: URLSearchParams;
}

/** Answers what it knows, and null to what it does not. */
export type Route = (asked: Asked) => Promise<Answer | null>;
