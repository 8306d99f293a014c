import type { Graph, Output } from '../graph-def.ts';

/** What lives between runs, and what changes it. */
export function variableOps(graph: Graph) {
  return {
    /** A float32 vector that lives as long as the session. */
    variable(name: string, size: number): Output {
      return graph.add({
        op: 'VarHandleOp',
        name,
        attributes: {
          dtype: { type: 'float32' },
          shape: { shape: [size] },
          shared_name: { string: name },
          container: { string: '' },
        },
      });
    },

    /** A variable's value once the nodes of `after` have run. */
    read: (variable: Output, after: readonly Output[] = []) =>
      graph.add({
        op: 'ReadVariableOp',
        inputs: [variable],
        after,
        attributes: { dtype: { type: 'float32' } },
      }),

    assign: (variable: Output, value: Output, after: readonly Output[] = []) =>
      graph.add({
        op: 'AssignVariableOp',
        inputs: [variable, value],
        after,
        attributes: { dtype: { type: 'float32' }, validate_shape: { bool: false } },
      }),

    /** θ ← θ − η·√(1 − β₂ᵗ)/(1 − β₁ᵗ) · m / (√v + ε), in one kernel. */
    applyAdam: (inputs: readonly Output[], after: readonly Output[] = []) =>
      graph.add({
        op: 'ResourceApplyAdam',
        inputs,
        after,
        attributes: { T: { type: 'float32' }, use_locking: { bool: false }, use_nesterov: { bool: false } },
      }),
  };
}
