/** A file that somebody gave, and whether they chose it or a folder that holds it. */
export interface GivenFile {
  readonly file: File;
  readonly fromFolder: boolean;
}

/** The files of a drop or of the clipboard, those of folders included, in the order of their names. */
export async function gatherFiles(data: DataTransfer): Promise<readonly GivenFile[]> {
  // The list is empty as soon as the event is over, so all entries are taken before the first wait.
  const items = [...data.items].filter(({ kind }) => kind === 'file');
  const given = items.map((item) => ({ entry: item.webkitGetAsEntry(), file: item.getAsFile() }));
  const found = await Promise.all(
    given.map(async ({ entry, file }) => {
      if (entry !== null && isFolder(entry)) return filesBelow(entry);
      return file === null ? [] : [{ file, fromFolder: false }];
    }),
  );
  return found.flat();
}

/** Those of a file dialogue or of an input for folders. */
export function listFiles(files: FileList | null): readonly GivenFile[] {
  return [...(files ?? [])].map((file) => ({ file, fromFolder: file.webkitRelativePath !== '' }));
}

function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

async function filesBelow(folder: FileSystemDirectoryEntry): Promise<GivenFile[]> {
  const entries = await readEntries(folder.createReader());
  entries.sort((one, other) => one.name.localeCompare(other.name, undefined, { numeric: true }));
  const found: GivenFile[] = [];
  for (const entry of entries) {
    if (isFolder(entry)) found.push(...(await filesBelow(entry)));
    else if (isFile(entry)) found.push({ file: await readFile(entry), fromFolder: true });
  }
  return found;
}

/** A reader gives a hundred entries at a time, and none when it is through. */
async function readEntries(reader: FileSystemDirectoryReader): Promise<FileSystemEntry[]> {
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (some.length === 0) return all;
    all.push(...some);
  }
}

function readFile(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject));
}
