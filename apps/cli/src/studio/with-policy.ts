import { PAGE_POLICY } from '../serve/http/security-headers.ts';

/** What only a header can say (https://www.w3.org/TR/CSP3/#meta-element). */
const HEADERS_ONLY = /^frame-ancestors /;

/**
 * The page with the policy inside that our server states in a header, for hosts that set none: it runs its own code alone and
 * sends nothing anywhere. Throws for a page without a head.
 */
export function withPolicy(html: string): string {
  const policy = PAGE_POLICY.filter((rule) => !HEADERS_ONLY.test(rule)).join('; ');
  const parts = html.split('<head>');
  if (parts.length !== 2) throw new Error('index.html: expected one <head>, got ' + (parts.length - 1));
  return parts.join(`<head>\n    <meta http-equiv="Content-Security-Policy" content="${policy}" />`);
}
