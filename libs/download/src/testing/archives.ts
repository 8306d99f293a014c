import { Header } from 'tar';

/** An entry of an archive made for a test, with any path and any type, also those that honest tools refuse. */
export interface PackedFile {
  readonly path: string;
  readonly content?: string | Uint8Array;
  readonly type?: 'File' | 'SymbolicLink' | 'Directory' | 'CharacterDevice';
  readonly linkpath?: string;
}

export function makeTar(entries: readonly PackedFile[]): Buffer {
  const blocks = entries.map(({ path, content = '', type = 'File', linkpath = '' }) => {
    const body = Buffer.from(content);
    const header = new Header({ path, type, linkpath, size: body.length, mode: 0o644, mtime: new Date(0) });
    const block = Buffer.alloc(512 + Math.ceil(body.length / 512) * 512);
    header.encode(block, 0);
    body.copy(block, 512);
    return block;
  });
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}

const UNIX_MODES = { File: 0o100644, SymbolicLink: 0o120777, Directory: 0o040755, CharacterDevice: 0o020644 };

/** A zip of stored (not compressed) entries. */
export function makeZip(entries: readonly PackedFile[]): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { path, content = '', type = 'File' } of entries) {
    const name = Buffer.from(path);
    const body = Buffer.from(content);
    const local = Buffer.concat([localHeader(name, body), name, body]);
    directory.push(directoryHeader(name, body, UNIX_MODES[type], offset), name);
    locals.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  return Buffer.concat([...locals, central, endRecord(entries.length, central.length, offset)]);
}

const UTF8_NAMES = 0x800;

function localHeader(name: Buffer, body: Buffer): Buffer {
  const header = Buffer.alloc(30);
  header.write('PK\x03\x04', 'latin1');
  header.writeUInt16LE(UTF8_NAMES, 6);
  header.writeUInt32LE(body.length, 18);
  header.writeUInt32LE(body.length, 22);
  header.writeUInt16LE(name.length, 26);
  return header;
}

function directoryHeader(name: Buffer, body: Buffer, mode: number, offset: number): Buffer {
  const header = Buffer.alloc(46);
  header.write('PK\x01\x02', 'latin1');
  header.writeUInt16LE((3 << 8) | 20, 4); // made by Unix
  header.writeUInt16LE(UTF8_NAMES, 8);
  header.writeUInt32LE(body.length, 20);
  header.writeUInt32LE(body.length, 24);
  header.writeUInt16LE(name.length, 28);
  header.writeUInt32LE(mode * 2 ** 16, 38);
  header.writeUInt32LE(offset, 42);
  return header;
}

function endRecord(count: number, size: number, offset: number): Buffer {
  const record = Buffer.alloc(22);
  record.write('PK\x05\x06', 'latin1');
  record.writeUInt16LE(count, 8);
  record.writeUInt16LE(count, 10);
  record.writeUInt32LE(size, 12);
  record.writeUInt32LE(offset, 16);
  return record;
}
