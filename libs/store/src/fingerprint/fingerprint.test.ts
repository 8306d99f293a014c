import { expect, it } from '@jest/globals';

import type { Digest, Fingerprint } from './digest.ts';
import { computeFingerprint, sealOf, sha256 } from './fingerprint.ts';

it('tells the hashes apart: none can be passed for another', () => {
  const address = (digest: Digest) => digest.slice(0, 2);
  const recordOf = (fingerprint: Fingerprint) => fingerprint.slice(0, 2);
  // @ts-expect-error: what determines bytes is not where they lie
  expect(address(computeFingerprint('x'))).toHaveLength(2);
  // @ts-expect-error: bytes do not say what determined them
  expect(recordOf(sha256('x'))).toHaveLength(2);
  // @ts-expect-error: a seal is of a text without itself
  expect(address(sealOf('x'))).toHaveLength(2);
});
