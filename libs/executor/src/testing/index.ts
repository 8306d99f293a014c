export { openReusable } from '../open-input.ts';
export { inputFromBytes, toInputs, reusableInput, shardRequest } from './shard-request.ts';
export { type ClusterOptions, findRayPython, type LocalCluster, startLocalCluster } from './local-cluster.ts';
