export type Attributes = Readonly<Record<string, string | number | undefined>>;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text as it may stand in XML content and in quoted attributes. Control characters, which XML forbids, go. */
export function escapeXml(text: string): string {
  const readable = text.replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, '');
  return readable.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

/** A coordinate with at most two decimals: short files, and equal charts are equal bytes. */
export function fixed(value: number): string {
  if (!Number.isFinite(value)) throw new Error(`chart: expected a finite coordinate, got ${value}`);
  return String(Math.round(value * 100) / 100 + 0); // + 0 makes −0 a plain 0
}

/** One SVG element; attributes are escaped, children are markup and are not. Undefined attributes are left out. */
export function element(name: string, attributes: Attributes, ...children: readonly string[]): string {
  const written = Object.entries(attributes).map(([key, value]) => attribute(key, value));
  const open = `<${name}${written.join('')}`;
  return children.length === 0 ? `${open}/>` : `${open}>${children.join('')}</${name}>`;
}

function attribute(key: string, value: string | number | undefined): string {
  if (value === undefined) return '';
  return ` ${key}="${typeof value === 'number' ? fixed(value) : escapeXml(value)}"`;
}

/** A text element at (x, y); the content is escaped. */
export function label(content: string, x: number, y: number, attributes: Attributes = {}): string {
  return element('text', { x, y, ...attributes }, escapeXml(content));
}

/** A straight line from (x1, y1) to (x2, y2). */
export function segment(x1: number, y1: number, x2: number, y2: number, attributes: Attributes): string {
  return element('line', { x1, y1, x2, y2, ...attributes });
}

/** About how wide a text is, in the units of its font size: nothing here can measure glyphs. */
export function textWidth(content: string, fontSize: number): number {
  return content.length * fontSize * 0.6;
}
