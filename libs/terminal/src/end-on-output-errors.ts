/** As shells tell of a program that SIGPIPE ended. */
const READER_GONE = 141;

/**
 * From here on a standard output that cannot be written ends the process: with one line, as on a full disk, or without
 * a word where its reader, such as `head`, has seen enough.
 */
export function endOnOutputErrors({
  stdout,
  stderr,
  exit,
}: Pick<NodeJS.Process, 'stdout' | 'stderr' | 'exit'>): void {
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') exit(READER_GONE);
    stderr.write(`tintype: cannot write to standard output: ${error.message}\n`);
    exit(1);
  });
  stderr.on('error', () => {}); // nobody is left to be told; the exit code tells
}
