import './engine-line.css';

import { describeError } from '@tintype/store/neutral';

import type { BrowserBackEnd } from '../../engine/engine.ts';
import { chooseModel, type Darkroom, type ModelPlace } from './darkroom/darkroom.ts';

interface EngineLineProps {
  readonly room: Darkroom;
  readonly models: readonly ModelPlace[];
}

/** Which model colours, and what computes it. */
export function EngineLine({ room, models }: EngineLineProps) {
  const engine = room.engine.value;
  return (
    <div class="colour-engine">
      {models.length > 1 && <ModelChoice room={room} models={models} />}
      <EngineWords room={room} onlyModel={models.length === 1} />
      {engine.state === 'ready' && <Faster backEnd={engine.engine.backEnd} />}
    </div>
  );
}

function EngineWords({ room, onlyModel }: { readonly room: Darkroom; readonly onlyModel: boolean }) {
  const engine = room.engine.value;
  switch (engine.state) {
    case 'none':
      return null;
    case 'opening':
      return <p role="status">Opening the model {engine.model.name} …</p>;
    case 'ready': {
      const { backEnd, model } = engine.engine;
      return (
        <p role="status">
          {onlyModel && `${model.name} · `}
          {backEnd.name} <span class="muted">({backEnd.device})</span>
        </p>
      );
    }
    case 'failed':
      return <p>{engine.model.name} is not open.</p>;
    default:
      return engine satisfies never;
  }
}

/** Why there is no model, with a way out. */
export function EngineFailure({ room }: { readonly room: Darkroom }) {
  const engine = room.engine.value;
  if (engine.state !== 'failed') return null;
  const { model, error } = engine;
  return (
    <div class="colour-trouble" role="alert">
      <p>
        {navigator.onLine
          ? `The model ${model.name} cannot be opened.`
          : 'This device is offline, and the model is not here yet.'}{' '}
        {describeError(error)}
      </p>
      <button type="button" onClick={() => void chooseModel(room, model)}>
        Try again
      </button>
    </div>
  );
}

function ModelChoice({ room, models }: EngineLineProps) {
  const engine = room.engine.value;
  const name = engine.state === 'none' ? models[0]?.name : engine.model.name;
  return (
    <label class="colour-model">
      Model{' '}
      <select
        value={name}
        onChange={({ currentTarget }) => {
          const model = models.find((one) => one.name === currentTarget.value);
          if (model) void chooseModel(room, model);
        }}
      >
        {models.map((model) => (
          <option key={model.name} value={model.name}>
            {model.name}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Why something quicker does not compute, and a warning where that hurts. */
function Faster({ backEnd: { name, passedOver } }: { readonly backEnd: BrowserBackEnd }) {
  return (
    <>
      {name === 'cpu' && (
        <p class="colour-trouble">
          This browser computes in plain JavaScript: a photo takes many times as long as it should.
        </p>
      )}
      {passedOver.length > 0 && (
        <details>
          <summary>Why not faster?</summary>
          <ul>
            {passedOver.map((other) => (
              <li key={other.name}>
                <strong>{other.name}</strong>: {other.reason}
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}
