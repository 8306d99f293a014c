import './json-tree.css';

import { grouped } from '@tintype/report';
import type { Json } from '@tintype/store/neutral';
import { showNumber } from '@tintype/terminal/neutral';

/** What a JSON value says, as lists of names and values; lists of like objects are tables. */
export function JsonTree({ value }: { readonly value: Json }) {
  if (isTable(value)) return <ObjectTable rows={value} />;
  if (Array.isArray(value)) return <ItemList items={value} />;
  if (isObject(value)) return <Entries entries={Object.entries(value)} />;
  return <span class={typeof value === 'string' ? undefined : 'json-figure'}>{words(value)}</span>;
}

function Entries({ entries }: { readonly entries: readonly (readonly [string, Json])[] }) {
  if (entries.length === 0) return <span class="muted">nothing</span>;
  return (
    <dl class="json-tree">
      {entries.map(([name, value]) => (
        <div class={isObject(value) && Object.keys(value).length > 0 ? 'deep' : undefined}>
          <dt>{name}</dt>
          <dd>
            <JsonTree value={value} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function ItemList({ items }: { readonly items: readonly Json[] }) {
  if (items.length === 0) return <span class="muted">none</span>;
  if (items.every((item) => !isObject(item) && !Array.isArray(item)))
    return <span>{items.map((item) => words(item)).join(', ')}</span>;
  const list = (
    <ul class="json-items">
      {items.map((item) => (
        <li>
          <JsonTree value={item} />
        </li>
      ))}
    </ul>
  );
  if (items.length <= FEW) return list;
  return (
    <details>
      <summary>{grouped(items.length)} items</summary>
      {list}
    </details>
  );
}

/** Longer lists are folded. */
const FEW = 12;

function ObjectTable({ rows }: { readonly rows: readonly JsonObject[] }) {
  const keys = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label="Table">
      <table>
        <thead>
          <tr>
            {keys.map((key) => (
              <th scope="col">{key}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr>
              {keys.map((key) => (
                <td class={typeof row[key] === 'number' ? 'number' : undefined}>{words(row[key] ?? null)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function words(value: Json): string {
  if (value === null) return '–';
  if (typeof value === 'number') return showNumber(value);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

type JsonObject = Readonly<Record<string, Json>>;

function isObject(value: Json): value is { [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Two or more objects whose values are no objects. */
function isTable(value: Json): value is { [key: string]: Json }[] {
  return (
    Array.isArray(value) &&
    value.length > 1 &&
    value.every((item) => isObject(item) && Object.values(item).every((inner) => !isObject(inner)))
  );
}
