import { PbfWriter } from 'pbf';

/** Element types by their numbers in TensorFlow's `types.proto`. */
export const DT = { float32: 1, int32: 3, bfloat16: 14 } as const;
export type DType = keyof typeof DT;

/** The value of a node's attribute; the kinds of `attr_value.proto` that training needs. */
export type Attribute =
  | { readonly type: DType }
  | { readonly int: number }
  | { readonly ints: readonly number[] }
  | { readonly float: number }
  | { readonly bool: boolean }
  | { readonly string: string }
  | { readonly shape: Shape }
  | { readonly constant: Constant };

/** Sides of a tensor; −1 is one that a run decides. */
export type Shape = readonly number[];

export interface Constant {
  readonly dtype: 'float32' | 'int32';
  readonly shape: Shape;
  readonly values: ArrayLike<number>;
}

/** One output of a node: what other nodes read. */
export interface Output {
  readonly node: string;
  readonly index: number;
}

export interface NodeSpec {
  readonly op: string;
  readonly inputs?: readonly Output[];
  readonly attributes?: Readonly<Record<string, Attribute>>;
  /** Nodes that must have run before. */
  readonly after?: readonly Output[];
  /** How a run feeds or fetches it; a number otherwise. */
  readonly name?: string;
}

/** Collects the nodes of a TensorFlow graph. */
export interface Graph {
  /** Adds a node. → its first output; `output(it, i)` gives the others */
  add(node: NodeSpec): Output;
  nodes(): readonly (NodeSpec & { readonly name: string })[];
}

export function newGraph(): Graph {
  const nodes: (NodeSpec & { readonly name: string })[] = [];
  return {
    add(node) {
      const name = node.name ?? `${node.op}_${nodes.length}`;
      nodes.push({ ...node, name });
      return { node: name, index: 0 };
    },
    nodes: () => nodes,
  };
}

export function output({ node }: Output, index: number): Output {
  return { node, index };
}

/** The version of TensorFlow's graph format (2.16) that these nodes are written in. */
const PRODUCER = 1766;

/**
 * A SavedModel (`saved_model.pb`) of one graph under the tag `serve`, without variables on disk: the one way
 * in which tfjs-node lets TensorFlow run a graph. Field numbers: tensorflow/core/protobuf and framework, 2.21.
 */
export function encodeSavedModel(graph: Graph): Uint8Array {
  const pbf = new PbfWriter();
  pbf.writeVarintField(1, 1); // saved_model_schema_version
  pbf.writeMessage(2, writeMetaGraph, graph);
  return pbf.finish();
}

function writeMetaGraph(graph: Graph, pbf: PbfWriter): void {
  pbf.writeMessage(1, (tag: string, info) => info.writeStringField(4, tag), 'serve');
  pbf.writeMessage(2, writeGraph, graph);
}

function writeGraph(graph: Graph, pbf: PbfWriter): void {
  for (const node of graph.nodes()) pbf.writeMessage(1, writeNode, node);
  pbf.writeMessage(4, (producer: number, versions) => versions.writeVarintField(1, producer), PRODUCER);
}

function writeNode(node: NodeSpec & { readonly name: string }, pbf: PbfWriter): void {
  const { name, op, inputs = [], after = [], attributes = {} } = node;
  pbf.writeStringField(1, name);
  pbf.writeStringField(2, op);
  for (const input of inputs) pbf.writeStringField(3, `${input.node}:${input.index}`);
  for (const earlier of after) pbf.writeStringField(3, `^${earlier.node}`);
  for (const entry of Object.entries(attributes)) pbf.writeMessage(5, writeAttributeEntry, entry);
}

function writeAttributeEntry([key, value]: [string, Attribute], pbf: PbfWriter): void {
  pbf.writeStringField(1, key);
  pbf.writeMessage(2, writeAttribute, value);
}

function writeAttribute(value: Attribute, pbf: PbfWriter): void {
  if ('type' in value) pbf.writeVarintField(6, DT[value.type]);
  else if ('int' in value) pbf.writeVarintField(3, value.int);
  else if ('ints' in value) pbf.writeMessage(1, writeInts, value.ints);
  else if ('float' in value) pbf.writeFloatField(4, value.float);
  else if ('bool' in value) pbf.writeBooleanField(5, value.bool);
  else if ('string' in value) pbf.writeStringField(2, value.string);
  else if ('shape' in value) pbf.writeMessage(7, writeShape, value.shape);
  else if ('constant' in value) pbf.writeMessage(8, writeTensor, value.constant);
  else value satisfies never;
}

function writeInts(values: readonly number[], pbf: PbfWriter): void {
  pbf.writePackedVarint(3, [...values]);
}

function writeShape(shape: Shape, pbf: PbfWriter): void {
  for (const side of shape) pbf.writeMessage(2, (size: number, dim) => dim.writeVarintField(1, size), side);
}

function writeTensor({ dtype, shape, values }: Constant, pbf: PbfWriter): void {
  pbf.writeVarintField(1, DT[dtype]);
  pbf.writeMessage(2, writeShape, shape);
  const data = dtype === 'float32' ? Float32Array.from(values) : Int32Array.from(values);
  pbf.writeBytesField(4, new Uint8Array(data.buffer)); // little endian, as all platforms that TensorFlow runs on
}
