export { canonicalJson, type Json } from './canonical-json.ts';
export { mapConcurrently } from './map-concurrently.ts';
export { readErrorCode, describeError, explainError } from './error-facts.ts';
