export { mapConcurrently } from './map-concurrently.ts';
export { readErrorCode, describeError, explainError } from './error-facts.ts';
