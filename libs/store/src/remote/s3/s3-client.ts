import type * as Sdk from '@aws-sdk/client-s3';

/** Which service, for how long, and how often. */
export interface S3Options {
  /** Names the service, if it is not Amazon's: AWS_ENDPOINT_URL_S3 or AWS_ENDPOINT_URL. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** How often a request is made before it has failed; the pauses between grow. */
  readonly attempts: number;
}

/** The SDK and a client of it. */
export interface S3Connection {
  readonly sdk: typeof Sdk;
  readonly client: Sdk.S3Client;
}

const CONNECTING_MS = 10_000;
/** Without a byte. */
const SILENT_MS = 60_000;
/** Where neither the environment nor the profile names one; other services than Amazon's take any. */
const ANY_REGION = 'us-east-1';

/** Where the service is; null for Amazon's. */
export function findEndpoint({ env }: Pick<S3Options, 'env'>): string | null {
  return env['AWS_ENDPOINT_URL_S3'] || env['AWS_ENDPOINT_URL'] || null;
}

/** Loads the SDK, which takes a quarter of a second, and makes a client with its usual credentials. */
export async function connectS3(options: S3Options): Promise<S3Connection> {
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true'; // each thread would print it into the run
  const sdk = await import('@aws-sdk/client-s3');
  const endpoint = findEndpoint(options);
  const configuration = {
    maxAttempts: options.attempts,
    requestHandler: { connectionTimeout: CONNECTING_MS, socketTimeout: SILENT_MS },
    responseChecksumValidation: 'WHEN_REQUIRED' as const, // the digest in the name of a blob says more
    ...(endpoint !== null && { endpoint, forcePathStyle: true }), // few services have a host name for each bucket
  };
  const client = new sdk.S3Client(configuration);
  const region = await client.config.region().catch(() => null); // neither the environment nor the profile names one
  return {
    sdk,
    client: region === null ? new sdk.S3Client({ ...configuration, region: ANY_REGION }) : client,
  };
}
