/** What a pickle builds, as data: nothing that it names is looked up or called. */
export type PickleValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | PickleValue[]
  | PickleDict
  | PickleGlobal
  | PickleCall
  | PickleReference;

/** A dictionary, ordered or not. */
export type PickleDict = Map<PickleValue, PickleValue>;

/** The name of a class or a function, `module.name`. */
export interface PickleGlobal {
  readonly kind: 'global';
  readonly name: string;
}

/** What a function named `name` would give. */
export interface PickleCall {
  readonly kind: 'call';
  readonly name: string;
  readonly args: PickleValue;
}

/** What the program around the pickle knows by `id`. */
export interface PickleReference {
  readonly kind: 'reference';
  readonly id: PickleValue;
}
