import * as tf from '@tensorflow/tfjs';

/**
 * Mends a kernel of the cpu back end: the gradient of resizing to the nearest, which reads the wrong pixels of every
 * picture of a batch but the first.
 */
export function registerCpuKernels(): void {
  replace('ResizeNearestNeighborGrad', (original, { images, dy }) => {
    const gradients = tf.split(dy, images.shape[0] ?? 1);
    const pictures = tf.split(images, gradients.length);
    return tf.concat(gradients.map((part, i) => original({ images: pictures[i] ?? images, dy: part })));
  });
}

interface Resized {
  readonly images: tf.Tensor;
  readonly dy: tf.Tensor;
}

type Mended = (original: (inputs: Resized) => tf.Tensor, inputs: Resized) => tf.Tensor;

const REPLACED = new Set<string>();

function replace(kernelName: string, mended: Mended): void {
  if (REPLACED.has(kernelName)) return;
  REPLACED.add(kernelName);
  const { kernelFunc } = tf.getKernel(kernelName, 'cpu');
  tf.unregisterKernel(kernelName, 'cpu');
  tf.registerKernel({
    kernelName,
    backendName: 'cpu',
    kernelFunc(call) {
      const original = (inputs: Resized) => {
        const [info] = [kernelFunc({ ...call, inputs: { ...inputs } })].flat();
        if (info === undefined) throw new Error(`Internal error: expected a tensor of ${kernelName}`);
        return tf.engine().makeTensorFromTensorInfo(info);
      };
      return tf.tidy(() => mended(original, resizedOf(call.inputs)));
    },
  });
}

function resizedOf({ images, dy }: tf.NamedTensorInfoMap): Resized {
  if (images instanceof tf.Tensor && dy instanceof tf.Tensor) return { images, dy };
  throw new Error('Internal error: expected two tensors');
}
