import './pager.css';

import { grouped } from '@tintype/report';

interface PagerProps {
  readonly rows: number;
  readonly perPage: number;
  /** From 0. */
  readonly page: number;
  readonly onPage: (page: number) => void;
  /** What is paged through, such as "rows". */
  readonly noun: string;
}

/** Back and forth through many rows, a page at a time. */
export function Pager({ rows, perPage, page, onPage, noun }: PagerProps) {
  const pages = Math.max(1, Math.ceil(rows / perPage));
  const [first, last] = [Math.min(rows, page * perPage + 1), Math.min(rows, (page + 1) * perPage)];
  return (
    <nav class="pager" aria-label={`Pages of ${noun}`}>
      <span>
        {noun} {grouped(first)} to {grouped(last)} of {grouped(rows)}
      </span>
      {pages > 1 && (
        <>
          <button type="button" disabled={page === 0} onClick={() => onPage(page - 1)}>
            Back
          </button>
          <label>
            page{' '}
            <input
              type="number"
              min={1}
              max={pages}
              value={page + 1}
              onChange={({ currentTarget: { valueAsNumber } }) =>
                onPage(Math.min(pages, Math.max(1, Math.round(valueAsNumber) || 1)) - 1)
              }
            />{' '}
            of {grouped(pages)}
          </label>
          <button type="button" disabled={page + 1 >= pages} onClick={() => onPage(page + 1)}>
            Next
          </button>
        </>
      )}
    </nav>
  );
}
