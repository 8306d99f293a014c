import { TENSORFLOW_VERSION } from './versions.ts';

/** A file of a Python package index, named by its content. */
export interface Wheel {
  readonly project: string;
  readonly version: string;
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** A set of wheels that together are one TensorFlow. */
export interface WheelSet {
  readonly variant: 'cpu' | 'cuda';
  readonly wheels: readonly Wheel[];
  /** Of all wheels together. */
  readonly bytes: number;
  /** What the disk must have free: the wheels and what is unpacked from them, with some room. */
  readonly needsBytes: number;
  /** The oldest C library that it runs on, or null where that is no question. */
  readonly glibc: readonly [number, number] | null;
}

const GB = 1e9;

/** Any CPython tag serves: of a wheel, which is a zip, only libraries and headers are taken. */
const TENSORFLOW_CPU: Readonly<Record<string, Wheel>> = {
  'linux-x64': tensorflow('tensorflow-cpu', {
    file: 'tensorflow_cpu-2.21.0-cp311-cp311-manylinux_2_27_x86_64.whl',
    bytes: 273_829_956,
    sha256: '2b847d217b02ee7731ed91431daf3250daa0196c3c94614d23be27232e6e5b6c',
  }),
  'linux-arm64': tensorflow('tensorflow', {
    file: 'tensorflow-2.21.0-cp311-cp311-manylinux_2_27_aarch64.whl',
    bytes: 281_828_020,
    sha256: '4b24aca16d527a3cf1c37f720c04c484c3d20f4d0fdfa98632ac8b9f3be6eb5c',
  }),
  'darwin-arm64': tensorflow('tensorflow', {
    file: 'tensorflow-2.21.0-cp311-cp311-macosx_12_0_arm64.whl',
    bytes: 223_405_849,
    sha256: '51f46f4806139d01fc7920cc72a4c75876f80649bf40ff083ab6212ceb43ca88',
  }),
};

/** TensorFlow for CUDA 12 and the wheels of its extra `and-cuda`, as pip resolved it in November 2026. */
const TENSORFLOW_CUDA: readonly Wheel[] = [
  tensorflow('tensorflow', {
    file: 'tensorflow-2.21.0-cp311-cp311-manylinux_2_27_x86_64.whl',
    bytes: 572_440_367,
    sha256: '9056fbc9ba04235810b71ae6cbd958a196e8804fb53bbcffbf3e23b56155f124',
  }),
  nvidia('cublas', '12.9.3.13', 'manylinux_2_27_x86_64', {
    bytes: 581_217_458,
    sha256: 'd7d51055f161b317c7105ddaae90e71eda059026074ffef93cf7cde2886bfe72',
  }),
  nvidia('cuda-cupti', '12.8.90', 'manylinux2014_x86_64.manylinux_2_17_x86_64', {
    bytes: 10_248_621,
    sha256: 'ea0cb07ebda26bb9b29ba82cda34849e73c166c18162d3913575b0c9db9a6182',
  }),
  nvidia('cuda-nvcc', '12.9.86', 'manylinux2010_x86_64.manylinux_2_12_x86_64', {
    bytes: 40_546_229,
    sha256: '5d6a0d32fdc7ea39917c20065614ae93add6f577d840233237ff08e9a38f58f0',
  }),
  nvidia('cuda-nvrtc', '12.9.86', 'manylinux2010_x86_64.manylinux_2_12_x86_64', {
    bytes: 89_568_129,
    sha256: '210cf05005a447e29214e9ce50851e83fc5f4358df8b453155d5e1918094dcb4',
  }),
  nvidia('cuda-runtime', '12.9.79', 'manylinux2014_x86_64.manylinux_2_17_x86_64', {
    bytes: 3_493_179,
    sha256: '25bba2dfb01d48a9b59ca474a1ac43c6ebf7011f1b0b8cc44f54eb6ac48a96c3',
  }),
  nvidia('cudnn', '9.28.0.42', 'manylinux_2_27_x86_64', {
    bytes: 716_538_495,
    sha256: '9ff58b7f36dacd0a93e89f8f2957b52466889217963701daa15e577317cfa375',
  }),
  nvidia('cufft', '11.4.1.4', 'manylinux2014_x86_64.manylinux_2_17_x86_64', {
    bytes: 200_877_592,
    sha256: 'c67884f2a7d276b4b80eb56a79322a95df592ae5e765cf1243693365ccab4e28',
  }),
  nvidia('curand', '10.3.10.19', 'manylinux_2_27_x86_64', {
    bytes: 68_295_626,
    sha256: '49b274db4780d421bd2ccd362e1415c13887c53c214f0d4b761752b8f9f6aa1e',
  }),
  nvidia('cusolver', '11.7.5.82', 'manylinux_2_27_x86_64', {
    bytes: 338_117_415,
    sha256: '15da72d1340d29b5b3cf3fd100e3cd53421dde36002eda6ed93811af63c40d88',
  }),
  nvidia('cusparse', '12.5.10.65', 'manylinux2014_x86_64.manylinux_2_17_x86_64', {
    bytes: 366_465_088,
    sha256: '73060ce019ac064a057267c585bf1fd5a353734151f87472ff02b2c5c9984e78',
  }),
  nvidia('nccl', '2.32.3', 'manylinux_2_27_x86_64', {
    bytes: 351_526_311,
    sha256: 'bb94b2348e4861d5e8aa00b36c3d12d9bdf9c6369b82cbb723de0b582280a21c',
  }),
  nvidia('nvjitlink', '12.9.86', 'manylinux2010_x86_64.manylinux_2_12_x86_64', {
    bytes: 39_748_338,
    sha256: 'e3f1171dbdc83c5932a45f0f4c99180a70de9bd2718c1ab77d14104f6d7147f9',
  }),
];

/** The oldest NVIDIA driver that CUDA 12 runs on, by NVIDIA's compatibility table. */
export const OLDEST_DRIVER = 525;

/** The wheels to fetch for a platform, or null where TensorFlow has none. */
export function wheelSetFor(variant: 'cpu' | 'cuda', platform: string, arch: string): WheelSet | null {
  const glibc = platform === 'linux' ? ([2, 27] as const) : null; // of the wheels' tag, manylinux_2_27
  if (variant === 'cuda') {
    if (platform !== 'linux' || arch !== 'x64') return null;
    const bytes = TENSORFLOW_CUDA.reduce((total, wheel) => total + wheel.bytes, 0);
    return { variant, wheels: TENSORFLOW_CUDA, bytes, needsBytes: 8 * GB, glibc };
  }
  const wheel = TENSORFLOW_CPU[`${platform}-${arch}`];
  return wheel ? { variant, wheels: [wheel], bytes: wheel.bytes, needsBytes: 1.5 * GB, glibc } : null;
}

type Facts = Pick<Wheel, 'bytes' | 'sha256'>;

function tensorflow(project: string, facts: Facts & Pick<Wheel, 'file'>): Wheel {
  return { project, version: TENSORFLOW_VERSION, ...facts };
}

function nvidia(part: string, version: string, tags: string, facts: Facts): Wheel {
  const project = `nvidia-${part}-cu12`;
  return {
    project,
    version,
    file: `${project.replaceAll('-', '_')}-${version}-py3-none-${tags}.whl`,
    ...facts,
  };
}
