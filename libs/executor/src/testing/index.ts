export { openReusable } from '../open-input.ts';
export { inputOfBytes, inputsOf, reusableInput, shardRequest } from './shard-request.ts';
