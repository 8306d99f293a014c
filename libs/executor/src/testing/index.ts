export { inputOfBytes, inputsOf, reusableInput, shardRequest } from './shard-request.ts';
