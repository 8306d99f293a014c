import * as tf from '@tensorflow/tfjs';

const KERNEL = { kernelName: 'ResizeNearestNeighborGrad', backendName: 'cpu' } as const;

let isMended = false;

/**
 * Mends a kernel of the cpu back end: the gradient of resizing to the nearest, which reads the wrong pixels of every
 * picture of a batch but the first.
 */
export function registerCpuKernels(): void {
  if (isMended) return;
  isMended = true;
  const { kernelFunc } = tf.getKernel(KERNEL.kernelName, KERNEL.backendName);
  tf.unregisterKernel(KERNEL.kernelName, KERNEL.backendName);
  tf.registerKernel({
    ...KERNEL,
    kernelFunc(call) {
      const { images, dy } = resizedOf(call.inputs);
      const gradientOf = (inputs: Resized) => {
        const [info] = [kernelFunc({ ...call, inputs: { ...inputs } })].flat();
        if (info === undefined) throw new Error(`Internal error: expected a tensor of ${KERNEL.kernelName}`);
        return tf.engine().makeTensorFromTensorInfo(info);
      };
      return tf.tidy(() => {
        const pictures = tf.split(images, images.shape[0] ?? 1);
        const gradients = tf.split(dy, pictures.length);
        return tf.concat(
          pictures.map((picture, i) => gradientOf({ images: picture, dy: gradients[i] ?? dy })),
        );
      });
    },
  });
}

interface Resized {
  readonly images: tf.Tensor;
  readonly dy: tf.Tensor;
}

function resizedOf({ images, dy }: tf.NamedTensorInfoMap): Resized {
  if (images instanceof tf.Tensor && dy instanceof tf.Tensor) return { images, dy };
  throw new Error('Internal error: expected two tensors');
}
