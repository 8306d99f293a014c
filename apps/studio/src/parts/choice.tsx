import './choice.css';

interface ChoiceProps {
  readonly label: string;
  readonly options: readonly { readonly value: string; readonly name: string }[];
  readonly value: string;
  readonly onChoose: (value: string) => void;
}

/** One of several, such as the shard or class that is drawn. */
export function Choice({ label, options, value, onChoose }: ChoiceProps) {
  return (
    <label class="choice">
      {label}{' '}
      <select value={value} onChange={(event) => onChoose(event.currentTarget.value)}>
        {options.map((option) => (
          <option value={option.value} selected={option.value === value}>
            {option.name}
          </option>
        ))}
      </select>
    </label>
  );
}

interface SlideProps {
  readonly label: string;
  readonly min: number;
  readonly max: number;
  readonly value: number;
  readonly onMove: (value: number) => void;
}

/** A whole number that is slid to. */
export function Slide({ label, min, max, value, onMove }: SlideProps) {
  return (
    <label class="choice">
      {label}{' '}
      <input
        type="range"
        min={min}
        max={max}
        value={value}
        onInput={(event) => onMove(event.currentTarget.valueAsNumber)}
      />{' '}
      <output>{value}</output>
    </label>
  );
}
