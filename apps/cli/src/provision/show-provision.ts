import { type Binding, FALL_BACK, type Machine, type ProvisionResult } from '@tintype/provision';
import { labelled, showBytes, textTable } from '@tintype/terminal';

/** What was found, then what was chosen and why, then what would make it faster. */
export function showProvision(outcome: ProvisionResult): string[] {
  const { plan, failures } = outcome;
  return [
    ...textTable([{ title: 'found' }, { title: '' }], foundRows(outcome)),
    '',
    ...textTable(
      [{ title: 'chose' }, { title: chosen(outcome) }],
      [
        ...plan.reasons.map((reason) => ['why', reason]),
        ...failures.filter((failure) => !plan.reasons.includes(failure)).map((failure) => ['tried', failure]),
        ...plan.hints.map((hint) => ['faster', hint]),
      ],
    ),
  ];
}

function foundRows({ machine, plan, failures, binding }: ProvisionResult): string[][] {
  const { processor, gpu, compiler, pip, cache, freeBytes } = machine;
  const fetched = plan.choice.kind === 'fetch' && binding !== null;
  const network = fetched ? 'reached' : failures.length > 0 ? 'tried, see below' : 'not needed';
  return [
    ['system', systemOf(machine)],
    [
      'processor',
      [processor.model, `${processor.cores} cores`, processor.flags.join(' ')].filter(Boolean).join(', '),
    ],
    [
      'NVIDIA GPU',
      gpu ? [gpu.name, gpu.driver && `driver ${gpu.driver}`].filter(Boolean).join(', ') : 'none',
    ],
    ['compiler', compiler?.version ?? 'none'],
    ['pip', pip?.version ?? 'none'],
    ...tensorflowRows(machine),
    ['disk', `${showBytes(freeBytes)} free at ${cache}`],
    ['network', network],
    ...bindingRows(machine),
  ];
}

function systemOf({ platform, arch, libc, distributions, node }: Machine): string {
  const c = libc && `${libc.name} ${libc.version}`.trim();
  return [`${platform} ${arch}`, distributions[0], c, `Node ${node}`].filter(Boolean).join(', ');
}

function tensorflowRows({ tensorflows }: Machine): string[][] {
  if (tensorflows.length === 0) return [['TensorFlow', 'none']];
  return tensorflows.map(({ path, version, origin }) => [
    'TensorFlow',
    `${version ?? 'of unknown version'} in ${path} (${origin})`,
  ]);
}

function bindingRows({ bindings }: Machine): string[][] {
  if (bindings.length === 0) return [['binding', 'none']];
  return bindings.map((binding) => ['binding', describe(binding)]);
}

function describe({ tensorflow, variant, source }: Binding): string {
  const kinds = { cpu: 'for the CPU', cuda: 'for CUDA', found: `of ${source}` };
  return `TensorFlow ${tensorflow} ${kinds[variant]}`;
}

function chosen(outcome: ProvisionResult): string {
  const { binding, plan } = outcome;
  if (binding === null) return 'no native TensorFlow';
  return `${describe(binding)}, ${plan.choice.kind === 'use' ? 'built before' : 'built now'}`;
}

/** Why there is no native binding, in one clause. */
export function whyNone({ plan, failures }: ProvisionResult): string {
  return (
    failures.at(-1) ?? plan.reasons.filter((reason) => reason !== FALL_BACK).at(-1) ?? 'no reason is known'
  );
}

/** One line as the stages of a run have it, with what would make it faster below. */
export function showForRun(outcome: ProvisionResult): string[] {
  const headline =
    outcome.binding === null ? `no native TensorFlow: ${whyNone(outcome)}; ${FALL_BACK}` : chosen(outcome);
  return [
    labelled('provision', headline),
    ...outcome.plan.hints.map((hint) => labelled('', `faster: ${hint}`)),
  ];
}
