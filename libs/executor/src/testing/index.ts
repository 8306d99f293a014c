export { openReusable } from '../open-input.ts';
export { inputFromBytes, toInputs, reusableInput, shardRequest } from './shard-request.ts';
