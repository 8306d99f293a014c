import { describeError, readErrorCode } from '../../files/error-facts.ts';
import { RemoteError } from '../remote-error.ts';

/** What an S3 error is about: the object or the remote, its bucket, and where the service is if not at Amazon. */
export interface S3Subject {
  readonly object: string;
  readonly bucket: string;
  readonly endpoint: string | null;
}

const RENEW =
  'renew them (such as by "aws sso login", or AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN) and run again';
const CORRECT_KEYS =
  'correct AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or the profile that AWS_PROFILE names';
const RIGHTS =
  'it takes the rights s3:ListBucket and s3:GetObject, and s3:PutObject unless TINTYPE_REMOTE_MODE=read';
const LATER = 'run again later';

/** What to do, by what the service or the client calls the error. */
const REMEDIES: Readonly<Record<string, string>> = {
  ExpiredToken: `the credentials have expired: ${RENEW}`,
  ExpiredTokenException: `the credentials have expired: ${RENEW}`,
  TokenRefreshRequired: `the credentials have expired: ${RENEW}`,
  InvalidToken: `the credentials are not valid any more: ${RENEW}`,
  CredentialsProviderError: `there are no credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE`,
  InvalidAccessKeyId: `the credentials are unknown there: ${CORRECT_KEYS}`,
  SignatureDoesNotMatch: `the credentials are wrong: ${CORRECT_KEYS}`,
  AccessDenied: `not allowed: ${RIGHTS}`,
  Forbidden: `not allowed: ${RIGHTS}`,
  ERR_MODULE_NOT_FOUND: 'install it: npm install @aws-sdk/client-s3',
  PermanentRedirect: 'the bucket is in another region: set AWS_REGION to it',
  AuthorizationHeaderMalformed: 'the bucket is in another region: set AWS_REGION to it',
  RequestTimeTooSkewed: 'the clock of this machine is wrong: set it',
  SlowDown: `the service asks to slow down: ${LATER}`,
  QuotaExceeded: 'there is no room left: free some there',
  ENOTFOUND: 'no such host: correct AWS_ENDPOINT_URL_S3 or AWS_ENDPOINT_URL, or look at the network',
  EAI_AGAIN: 'the name of the host cannot be looked up: look at the network',
  ECONNREFUSED:
    'nothing listens there: correct AWS_ENDPOINT_URL_S3 or AWS_ENDPOINT_URL, or start the service',
};

/** The error of a request in words: which object, what the service said, and what to do. */
export function explainS3(error: unknown, { object, bucket, endpoint }: S3Subject): RemoteError {
  const name = nameOf(error);
  const [at, to] = endpoint === null ? ['', ''] : [` at ${endpoint}`, ` to ${endpoint}`];
  if (name === 'NoSuchBucket')
    return new RemoteError(
      `${object}: there is no bucket ${bucket}${at}; make it, or correct TINTYPE_REMOTE`,
      { cause: error, exitCode: 2 },
    );
  const status = statusOf(error);
  const remedy = REMEDIES[name] ?? (status === null || status >= 500 ? LATER : null);
  const said = [status === null ? null : String(status), name, describeError(error)];
  const what = [...new Set(said.filter((part) => part !== null && part !== ''))].join(' ');
  return new RemoteError(
    [`${object}: the request${to} failed (${what})`, remedy].filter(Boolean).join('; '),
    {
      cause: error,
    },
  );
}

/** The status of the answer; null where there was none. */
export function statusOf(error: unknown): number | null {
  if (typeof error !== 'object' || error === null || !('$metadata' in error)) return null;
  const { $metadata: metadata } = error;
  const status = typeof metadata === 'object' && metadata !== null && 'httpStatusCode' in metadata;
  return status && typeof metadata.httpStatusCode === 'number' ? metadata.httpStatusCode : null;
}

/** What the service or the system calls the error. */
export function nameOf(error: unknown): string {
  const code = readErrorCode(error);
  if (typeof code === 'string') return code;
  return typeof error === 'object' && error !== null && 'name' in error ? String(error.name) : '';
}
