import { addressOf } from '../../route.ts';

/** The way back from a page of a run; the last name is where one is. */
export function Crumbs({ path }: { readonly path: readonly string[] }) {
  return (
    <nav class="runs-crumbs" aria-label="Place">
      <a href={addressOf('runs')}>Runs</a>
      {path.map((name, i) => (
        <>
          {' / '}
          {i === path.length - 1 ? (
            <span aria-current="location">{name}</span>
          ) : (
            <a href={addressOf('runs', path.slice(0, i + 1))}>{name}</a>
          )}
        </>
      ))}
    </nav>
  );
}
