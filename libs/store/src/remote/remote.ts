import type { RemoteAddress } from './remote-address.ts';

/** Something that lies in a remote. */
export interface RemoteObject {
  readonly key: string;
  readonly bytes: number;
  /** When it was written, in milliseconds since 1970. */
  readonly writtenAt: number;
}

/** How a request ends early. */
export interface RequestOptions {
  readonly signal?: AbortSignal;
}

/**
 * Objects under keys such as `blobs/ab/abcd…`, whole or not at all. What fails is tried again first; then it is a
 * RemoteError that names the object and the remedy.
 */
export interface Remote {
  /** As messages name it, without a slash at its end. */
  readonly url: string;
  /** Throws where the remote cannot be read, or written in mode "write". */
  check(mode: RemoteAddress['mode']): Promise<void>;
  /** The bytes of an object; null when there is none. */
  read(key: string, options?: RequestOptions): Promise<Uint8Array | null>;
  /** Writes an object's bytes into the empty file `file`. @returns whether there is such an object */
  download(key: string, file: string, options?: RequestOptions): Promise<boolean>;
  /** Bytes of an object; null when there is none. */
  size(key: string): Promise<number | null>;
  /**
   * Writes an object unless there is one; with `replace` in any case.
   *
   * @returns whether it was written
   */
  write(key: string, bytes: Uint8Array, options?: { readonly replace?: boolean }): Promise<boolean>;
  /** All objects whose keys begin with `folder` and a slash, in no order. */
  list(folder: string): AsyncIterable<RemoteObject>;
  /** Removes an object; one that is gone is no error. */
  remove(key: string): Promise<void>;
}
