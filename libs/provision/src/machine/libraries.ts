import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { cacheFolder, type User } from '../cache-folder.ts';
import { TENSORFLOW_VERSION } from '../versions.ts';
import { type WheelSet, wheelSetFor } from '../wheels.ts';
import type { Library } from './find-binding.ts';

/** TensorFlow's two libraries, as its wheels name them. */
export function libraryNames(platform: NodeJS.Platform): readonly string[] {
  const parts = ['tensorflow_cc', 'tensorflow_framework'];
  return parts.map((part) => (platform === 'darwin' ? `lib${part}.2.dylib` : `lib${part}.so.2`));
}

/** A header that a TensorFlow must have to be built against. */
export function headersIn(include: string): readonly string[] {
  return [join(include, 'tensorflow/c/c_api.h')];
}

/** Where the TensorFlow of a fetched set or of a wheel is unpacked, as site-packages would lay it out. */
export function unpackedFolder(user: User, name: string): string {
  return join(cacheFolder(user), 'tensorflow', `${name}-${user.platform}-${user.arch}`);
}

export function fetchedName(variant: 'cpu' | 'cuda'): string {
  return `${TENSORFLOW_VERSION}-${variant}`;
}

/** The sets that were fetched before and are whole. */
export function fetchedVariants(user: User): readonly ('cpu' | 'cuda')[] {
  return (['cuda', 'cpu'] as const).filter((variant) => {
    const set = wheelSetFor(variant, user.platform, user.arch);
    return set !== null && isWhole(unpackedFolder(user, fetchedName(variant)), user, partsOf(set));
  });
}

/** NVIDIA's folders that a set of wheels unpacks to: nvidia-cuda-runtime-cu12 to nvidia/cuda_runtime. */
export function partsOf({ wheels }: WheelSet): readonly string[] {
  const parts = wheels.map(({ project }) => /^nvidia-(.+)-cu\d+$/.exec(project)?.[1]);
  return parts.flatMap((part) => (part === undefined ? [] : [join('nvidia', part.replaceAll('-', '_'))]));
}

/** Whether an unpacked folder, which was whole when it appeared, still has what a build needs. */
export function isWhole(
  folder: string,
  { platform }: Pick<User, 'platform'>,
  more: readonly string[],
): boolean {
  const tensorflow = [...libraryNames(platform), ...headersIn('include')];
  const parts = [...tensorflow.map((part) => join('tensorflow', part)), ...more];
  return parts.every((part) => existsSync(join(folder, part)));
}

/** TensorFlow's libraries and, beside a fetched one, NVIDIA's, with their sizes. */
export function librariesIn(tensorflow: string, platform: NodeJS.Platform): readonly Library[] {
  const nvidia = join(dirname(tensorflow), 'nvidia');
  const beside = existsSync(nvidia) ? readdirSync(nvidia, { recursive: true, encoding: 'utf8' }) : [];
  const paths = [
    ...libraryNames(platform).map((name) => join(tensorflow, name)),
    ...beside.filter((name) => /\.so(\.\d+)*$/.test(name)).map((name) => join(nvidia, name)),
  ];
  return paths.map((path) => ({ path, bytes: statSync(path).size }));
}
