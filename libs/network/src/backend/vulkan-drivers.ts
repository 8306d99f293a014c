import { readdirSync } from 'node:fs';
import { join } from 'node:path';

import { homeFolder, isMissing } from '@tintype/store';

/**
 * Whether a Vulkan driver is registered on this Linux machine, by the rules of the Vulkan loader (LoaderInterface
 * Architecture: driver discovery). Asked before Dawn is, which otherwise warns on standard error that there is none.
 */
export function hasVulkanDriver(environment: NodeJS.ProcessEnv): boolean {
  const named = environment['VK_DRIVER_FILES'] ?? environment['VK_ICD_FILENAMES'] ?? '';
  return (
    named !== '' || locateFolders(environment).some((folder) => hasManifest(join(folder, 'vulkan', 'icd.d')))
  );
}

function locateFolders(environment: NodeJS.ProcessEnv): readonly string[] {
  const listed = (name: string, otherwise: string) => (environment[name] || otherwise).split(':');
  const home = homeFolder(environment) ?? '/';
  return [
    ...listed('XDG_CONFIG_HOME', join(home, '.config')),
    ...listed('XDG_CONFIG_DIRS', '/etc/xdg'),
    '/usr/local/etc',
    '/etc',
    ...listed('XDG_DATA_HOME', join(home, '.local', 'share')),
    ...listed('XDG_DATA_DIRS', '/usr/local/share:/usr/share'),
  ];
}

function hasManifest(folder: string): boolean {
  try {
    return readdirSync(folder).some((file) => file.endsWith('.json'));
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}
