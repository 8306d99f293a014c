import { isPlainName } from '@tintype/store';

import type { Route } from '../http/answer.ts';
import { answerFile } from '../http/answer-file.ts';
import { REPORT_POLICY } from '../http/security-headers.ts';

/** `/data/…`: manifests, blobs and reports of a data folder, and nothing else of it. */
export function serveData(data: string): Route {
  return async ({ path: [first, ...parts] }) => {
    if (first !== 'data') return null;
    const [folder, ...rest] = parts;
    switch (folder) {
      case 'manifests':
        return isManifest(rest) ? answerFile(data, parts) : null;
      case 'store':
        return isBlob(rest) ? answerFile(data, parts, { digest: rest.at(-1) ?? '' }) : null;
      case 'reports':
        return isReport(rest) ? answerFile(data, parts, policyOf(rest)) : null;
      default:
        return null;
    }
  };
}

/** `<pipeline>/<recipe>/<stage>.json` */
function isManifest(parts: readonly string[]): boolean {
  return parts.length === 3 && parts.every(isPlainName) && parts.at(-1)?.endsWith('.json') === true;
}

/** `blobs/<aa>/<sha256>` */
function isBlob([kind, start, digest = '', ...more]: readonly string[]): boolean {
  const isDigest = /^[0-9a-f]{64}$/.test(digest) && digest.slice(0, 2) === start;
  return kind === 'blobs' && isDigest && more.length === 0;
}

function isReport(parts: readonly string[]): boolean {
  return /\.(html|png|svg)$/.test(parts.at(-1) ?? '');
}

/** A report is a page of its own; so is an SVG that is opened by itself. */
function policyOf(parts: readonly string[]): { readonly policy?: string } {
  return /\.(html|svg)$/.test(parts.at(-1) ?? '') ? { policy: REPORT_POLICY } : {};
}
