import { readdirSync } from 'node:fs';

/**
 * The NVIDIA GPUs that programs started from here may use, as `CUDA_VISIBLE_DEVICES` names them: those that it names,
 * else all that the driver has made devices of. CUDA counts from 0, whatever the numbers of the devices are.
 */
export function listGpus(
  { CUDA_VISIBLE_DEVICES: named }: Readonly<Record<string, string | undefined>>,
  devices: readonly string[] = readdirSync('/dev'),
): readonly string[] {
  if (named !== undefined) return named.split(',').filter((name) => name !== '' && name !== '-1');
  return devices.filter((name) => /^nvidia\d+$/.test(name)).map((_, i) => String(i));
}
