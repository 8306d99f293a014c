import { z } from 'zod';

/** Bytes of a number in each kind of storage that a state dict may name. */
const STORAGES = { 'torch.FloatStorage': 4, 'torch.LongStorage': 8 } as const;
const REBUILD = 'torch._utils._rebuild_tensor_v2';

/** What the pickle of a state dict may name; torch's own code would call the last two. */
export const STATE_DICT_NAMES = [...Object.keys(STORAGES), REBUILD, 'collections.OrderedDict'] as const;

const count = z.int().min(0);

const storage = z.object({
  kind: z.literal('reference'),
  /** What it is, type, key, device, count of numbers, and a view of it, which torch has long ceased to write. */
  id: z.tuple([
    z.literal('storage'),
    z.object({ kind: z.literal('global'), name: z.enum(['torch.FloatStorage', 'torch.LongStorage']) }),
    ...([z.string(), z.string(), count, z.null()] as const),
  ]),
});

const view = z
  .object({
    kind: z.literal('call'),
    name: z.literal(REBUILD),
    /** Storage, offset, shape, strides, whether it is trained, hooks. */
    args: z.tuple([storage, count, z.array(count), z.array(count), z.boolean(), z.unknown()]),
  })
  .transform(({ args: [{ id }, offset, shape, strides] }) => {
    const [, { name }, key, , size] = id;
    return { key, storage: name, bytesEach: STORAGES[name], size, offset, shape, strides };
  });

/** A tensor over a part of a storage; `offset` and `strides` count numbers, and so does the storage's `size`. */
export type TorchView = z.infer<typeof view>;

/** What the pickle of a state dict holds. */
export const stateDict = z.map(z.string(), view);
