import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What of a package's own `package.json` a notice says. */
interface Facts {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
  readonly repository?: string | { readonly url?: string };
}

/** Texts of the licences that packages without a file of their own name, by their SPDX identifiers. */
const TEXTS: Readonly<Record<string, string>> = {
  'Apache-2.0': 'data/models/efficientnet-lite0/LICENSE',
  MIT: 'LICENSE',
};

/**
 * The notices that a bundle owes to the packages whose code it holds: each package's name, version and licence with the
 * files in which it states them, ordered by name. The working folder is the root of the workspace, or `root` says where it is.
 *
 * @param files modules of the bundle, by path; those outside of `node_modules` are our own
 * @throws where a package states no licence that we can pass on
 */
export function writeNotices(files: Iterable<string>, root = '.'): string {
  const folders = new Set([...files].flatMap((file) => packageFolder(file) ?? []));
  const notices = [...folders].map((folder) => noticeOf(folder));
  const unique = [...new Map(notices.map((notice) => [notice.title, notice])).values()];
  const named = new Set(unique.flatMap(({ names }) => names));
  return [
    '# Third-party notices\n\nThis program holds code of the following packages.\n',
    ...unique
      .sort((one, other) => (one.title < other.title ? -1 : 1))
      .map(({ title, text }) => `## ${title}\n\n${text}\n`),
    ...[...named].sort().map((licence) => `## The licence ${licence}\n\n${textOf(licence, root)}\n`),
  ].join('\n');
}

/** The folder of the package that a module belongs to, or null for one of our own. */
function packageFolder(file: string): string | null {
  return /^\0?(.*\bnode_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1] ?? null;
}

function noticeOf(folder: string): {
  readonly title: string;
  readonly text: string;
  /** The licences that it names without their text. */
  readonly names: readonly string[];
} {
  const { name, version, license, repository }: Facts = JSON.parse(
    readFileSync(join(folder, 'package.json'), 'utf8'),
  );
  const title = `${name} ${version} (${license ?? 'licence below'})`;
  const stated = readdirSync(folder).filter((file) =>
    /^(licen[cs]e|copying|notice)(\.(md|txt))?$/i.test(file),
  );
  if (stated.length > 0) {
    const texts = stated.sort().map((file) => readFileSync(join(folder, file), 'utf8').trim());
    return { title, text: texts.join('\n\n'), names: [] };
  }
  const inReadme = licenceInReadme(folder);
  if (inReadme !== null) return { title, text: inReadme, names: [] };
  const url = typeof repository === 'string' ? repository : repository?.url;
  const names = license?.split(' AND ') ?? [];
  if (url !== undefined && names.length > 0 && names.every((name) => name in TEXTS))
    return { title, text: `${url}, under ${names.join(' and ')}, which stand at the end.`, names };
  throw new Error(
    `third-party: ${folder}: expected a file LICENSE, or Apache-2.0 or MIT in package.json, got "${license}"; do not put its code into a bundle`,
  );
}

/** The MIT licence as a README states it, from the copyright to its end; null where it does not. */
function licenceInReadme(folder: string): string | null {
  const readme = readdirSync(folder).find((file) => /^readme\.md$/i.test(file));
  if (readme === undefined) return null;
  const text = readFileSync(join(folder, readme), 'utf8');
  return /^Copyright[^]*?^Permission is hereby granted[^]*?SOFTWARE\.$/m.exec(text)?.[0] ?? null;
}

/** Without whose copyright it is: that stands in the package's own files. */
function textOf(licence: string, root: string): string {
  const text = readFileSync(join(root, TEXTS[licence] ?? ''), 'utf8').trim();
  return licence === 'MIT' ? text.replace(/^Copyright.*\n+/m, '') : text;
}
