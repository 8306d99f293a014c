import './chart.css';

import type { ComponentChildren } from 'preact';

/** A chart of `@tintype/charts`, which has escaped what it was given, with a sentence below it. */
export function Chart({ svg, children }: { readonly svg: string; readonly children?: ComponentChildren }) {
  return (
    <figure class="chart">
      <div dangerouslySetInnerHTML={{ __html: svg }} />
      {children && <figcaption>{children}</figcaption>}
    </figure>
  );
}
