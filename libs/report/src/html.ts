import { escapeXml } from '@tintype/charts';

const MARKUP = Symbol('markup'); // not exported, so that no data from outside can pose as markup

/** Markup that may go into a page as it is. */
export interface Html {
  readonly [MARKUP]: string;
}

/** What a template takes: text, which it escapes; markup; lists of both; and nothing, which leaves no trace. */
export type Fragment = Html | string | number | null | undefined | false | readonly Fragment[];

/** A template whose values are escaped unless they are Html themselves. Attributes must stand in quotes. */
export function html(strings: TemplateStringsArray, ...values: readonly Fragment[]): Html {
  const parts = strings.map((literal, i) => (i === 0 ? literal : renderMarkup(values[i - 1]) + literal));
  return trusted(parts.join(''));
}

/** Declares a string to be markup: for what we write ourselves, such as charts and style sheets. */
export function trusted(markup: string): Html {
  return { [MARKUP]: markup };
}

/** The markup of a fragment as a string. */
export function renderMarkup(fragment: Fragment): string {
  if (fragment === null || fragment === undefined || fragment === false) return '';
  if (typeof fragment === 'string' || typeof fragment === 'number') return escapeXml(String(fragment));
  return MARKUP in fragment ? fragment[MARKUP] : fragment.map(renderMarkup).join('');
}
