import type { User } from '../cache-folder.ts';
import type { Execute } from '../execute.ts';

/** How the machine is looked at. */
export interface MachineAccess {
  readonly user: User;
  readonly execute: Execute;
  readonly signal: AbortSignal;
  /** The C library that Node was built against and found; null for musl and other systems. */
  readonly glibc: string | null;
}
