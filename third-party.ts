import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What of a package's own `package.json` a notice says. */
interface Facts {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
  readonly repository?: string | { readonly url?: string };
}

/** The whole text of the licence that packages without a file of their own name. */
const APACHE = 'data/models/efficientnet-lite0/LICENSE';

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
  const apache = unique.some(({ usesApache }) => usesApache);
  return [
    '# Third-party notices\n\nThis program holds code of the following packages.\n',
    ...unique
      .sort((one, other) => (one.title < other.title ? -1 : 1))
      .map(({ title, text }) => `## ${title}\n\n${text}\n`),
    ...(apache ? [`## Apache License 2.0\n\n${readFileSync(join(root, APACHE), 'utf8').trim()}\n`] : []),
  ].join('\n');
}

/** The folder of the package that a module belongs to, or null for one of our own. */
function packageFolder(file: string): string | null {
  return /^\0?(.*\bnode_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1] ?? null;
}

function noticeOf(folder: string): {
  readonly title: string;
  readonly text: string;
  readonly usesApache: boolean;
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
    return { title, text: texts.join('\n\n'), usesApache: false };
  }
  const url = typeof repository === 'string' ? repository : repository?.url;
  if (license === 'Apache-2.0' && url !== undefined)
    return {
      title,
      text: `${url}, under the Apache License 2.0, which stands at the end.`,
      usesApache: true,
    };
  throw new Error(
    `third-party: ${folder}: expected a file LICENSE, or Apache-2.0 in package.json, got "${license}"; do not put its code into a bundle`,
  );
}
