export { type Asked, type FaultyProxy, type ProxyFault, startFaultyProxy } from './faulty-proxy.ts';
export { BUCKET, findS3Server, S3_KEYS, type S3Server, startS3Server } from './s3-server.ts';
