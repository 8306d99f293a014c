import { intervalText, type Run, verdict } from '@tintype/pipeline/runs';
import { grouped } from '@tintype/report';

/** How the run ended, in two sentences and some figures. */
export function RunHeadline({ run }: { readonly run: Run }) {
  const { figures, meaning } = verdict({ methods: run.rows, temperature: run.decoding.temperature });
  const { aucBalanced: interval } = run.score.intervals;
  return (
    <>
      <p class="runs-verdict">
        <strong>{figures}</strong> {meaning}
        {interval && (
          <span class="muted"> With other photos it could be {intervalText('aucBalanced', interval)}.</span>
        )}
      </p>
      {run.insteadOf !== null && (
        <p>
          On the bundled photos, since {run.insteadOf} could not be downloaded. Run it again when it can be.
        </p>
      )}
      <dl class="runs-facts">
        {listFacts(run).map(([name, value, note]) => (
          <div>
            <dt>{name}</dt>
            <dd>
              {value} {note !== '' && <small>{note}</small>}
            </dd>
          </div>
        ))}
      </dl>
    </>
  );
}

function listFacts(run: Run): readonly (readonly [name: string, value: string, note: string])[] {
  const { ingest, prior, train, convert } = run.artefacts;
  const { temperature, coherence, saturation } = run.decoding;
  const { quarantined, train: learnt, validation, test } = ingest.summary;
  const { nearGrey } = convert.summary;
  const left = [
    ...(quarantined > 0 ? [`${grouped(quarantined)} quarantined`] : []),
    ...(nearGrey > 0 ? [`${grouped(nearGrey)} near-grey`] : []),
  ];
  return [
    ['photos', grouped(run.kept), left.join(', ')],
    ['split', `${grouped(learnt)} / ${grouped(validation)} / ${grouped(test)}`, 'train, validation, test'],
    ['colour bins', grouped(run.bins), `window ${prior.summary.window}`],
    ['network', run.network, ''],
    ['parameters', grouped(run.parameters), ''],
    ['epochs', grouped(train.summary.epochs), `kept ${train.summary.keptEpoch}`],
    ['decoded at', `T ${temperature}`, `coherence ${coherence}, saturation ${saturation}`],
    ['back end', train.summary.backEnd, ''],
  ];
}
