import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { describe, expect, it } from '@jest/globals';

import type { MethodRow } from '../runs/method-row.ts';
import { dataUri } from './picture-markup.ts';
import { renderReport } from './render-report.ts';
import { reportCharts } from './report-charts.ts';
import { type Credit, type Picture, type ReportData } from './report-data.ts';

const HOSTILE = '<img src=x onerror=alert(1)>.jpg';
const VOID = new Set(['meta', 'img', 'br', 'hr', 'link', 'input']);

const picture: Picture = {
  src: dataUri(Uint8Array.of(1, 2, 3), 'png'),
  alt: HOSTILE,
  width: 256,
  height: 256,
};
const credit: Credit = {
  title: HOSTILE,
  author: HOSTILE,
  licence: 'CC-BY-4.0',
  licenceUrl: 'https://creativecommons.org/licenses/by/4.0/',
  source: HOSTILE,
};
const measures = {
  aucBalanced: 0.84,
  auc: 0.88,
  rmseAb: 12,
  hue: 0.65,
  psnr: 22,
  ssim: 0.9,
  colourfulness: 30,
  colourfulnessRatio: 0.9,
  colourfulnessAbsolute: 20,
  colourfulnessAbsoluteRatio: 0.8,
  chromaRatio: null,
  outOfGamut: 0.01,
  crossEntropy: 2.75,
  kl: 1.5,
  crossEntropyWeighted: 3,
  klWeighted: 1.6,
};
const network = (temperature: number): MethodRow => ({
  ...{ method: 'network', temperature, photos: 12, intervals: {}, lead: {} },
  ...measures,
});
const LEAD = { aucBalanced: { difference: 0.05, interval: [0.01, 0.09], isClear: true } } as const;
const counts = new Uint32Array(220 * 220).fill(3, 24_000, 24_100);

const data: ReportData = {
  recipe: { name: HOSTILE, json: `{ "name": "</script><script>alert(1)</script>" }` },
  facts: {
    photosKept: 1200,
    photosQuarantined: 1,
    photosNearGrey: 8,
    photosToned: 5,
    patches: 76_800,
    epochs: 2,
    parameters: 97_000,
    backEnd: HOSTILE,
  },
  results: {
    ...{ temperature: 0.38, coherence: 0.5, saturation: 1.2 },
    heldOutPhotos: 12,
    heldOutOriginals: 5,
    methods: [
      network(0.38),
      network(1),
      { ...network(0), method: 'grey', temperature: null, aucBalanced: 0.79, lead: LEAD },
    ],
    photos: [{ title: HOSTILE, measures, bestBaseline: null }],
    gallery: [
      {
        title: HOSTILE,
        className: HOSTILE,
        credit,
        grey: picture,
        truth: picture,
        predictions: [1, 0.38].map((temperature) => ({ temperature, picture })),
        bundled: picture,
        metrics: measures,
      },
    ],
  },
  curves: {
    labelEntropy: 1.26,
    planned: 5,
    kept: 2,
    sheet: { epochs: [1, 2], picture },
    rows: [0, 1, 2].map((epoch) => ({
      epoch,
      step: epoch * 10,
      patches: epoch * 640,
      learningRate: 3e-4,
      trainLoss: epoch === 0 ? null : 3 / epoch,
      trainKl: null,
      validationLoss: 4 - epoch,
      validationKl: 3 - epoch,
      validationAuc: 0.8 + epoch / 100,
    })),
  },
  photos: {
    classes: [{ name: HOSTILE, train: 1000, validation: 100, test: 100, sheet: picture }],
    quarantined: [{ path: HOSTILE, reason: HOSTILE }],
    unused: [{ path: 'sepia.jpg', reason: 'it is toned' }],
    noted: [{ path: HOSTILE, note: HOSTILE }],
    credits: [credit, { ...credit, licenceUrl: 'javascript:alert(1)' }],
  },
  usage: { counts, byClass: ['coast', HOSTILE].map((name) => ({ name, counts })) },
  gamut: {
    kind: 'dataset',
    window: 10,
    lambda: 0.5,
    bins: [5, 15].map((a) => ({ a, b: -5, prior: 0.5, weight: 1 })),
  },
  patches: { sheet: picture },
  reproduction: {
    commands: ['npm ci', `npx nx run pipeline:all -c ${HOSTILE}`],
    stages: [{ stage: HOSTILE, fingerprint: 'e3b0c442' }],
  },
};

/** The elements of a page with their attributes; fails where tags do not match. */
function elementsOf(page: string): { name: string; attributes: string }[] {
  const open: string[] = [];
  const found: { name: string; attributes: string }[] = [];
  const readable = page.replace(/(<(script|style)>)[\s\S]*?(<\/\2>)/g, '$1$3').replace('<!doctype html>', '');
  for (const [, close, name = '', attributes = ''] of readable.matchAll(
    /<(\/?)([a-zA-Z0-9]+)((?:\s[^<>]*)?)>/g,
  )) {
    if (close === '/') expect(open.pop()).toBe(name);
    else found.push({ name, attributes });
    if (close === '' && !attributes.endsWith('/') && !VOID.has(name)) open.push(name);
  }
  expect(open).toEqual([]);
  return found;
}

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((file) =>
  existsSync(file),
);

describe('renderReport', () => {
  const page = renderReport(data);

  it('lets a browser apply its own style sheets and run its own script, each by its hash, and nothing else', () => {
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1] ?? '';
    const own = Array.from(page.matchAll(/<(style|script)>([\s\S]*?)<\/\1>/g), ([, , text = '']) => text);
    const hashes = own.map((text) => createHash('sha256').update(text).digest('base64'));
    expect(new Set(hashes).size).toBe(3); // the page's, the charts', the script
    for (const hash of hashes) expect(policy).toContain(`&#39;sha256-${hash}&#39;`);
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
    expect(page).not.toMatch(/ style="/);
  });

  (CHROMIUM === undefined ? it.skip : it)('works in Chromium under its own policy', async () => {
    const file = join(await mkdtemp(join(tmpdir(), 'tintype-report-')), 'report.html');
    await writeFile(file, page);
    const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--enable-logging=stderr', '--dump-dom'];
    const command = [CHROMIUM, ...flags, `file://${file}`].map((word) => `'${word}'`).join(' ');
    const output = execFileSync('sh', ['-c', `${command} 2>&1`], { encoding: 'utf8' });
    expect(output).not.toMatch(/Content Security Policy directive|Refused to/);
    expect(output).toMatch(/id="temperature-switch"(?! hidden)/); // the script showed the buttons
  });

  it('is one document whose tags match', () => {
    expect(page).toMatch(/^<!doctype html>/);
    expect(elementsOf(page).filter(({ name }) => name === 'h1')).toHaveLength(1);
  });

  it('shows hostile names as text and runs nothing of them', () => {
    expect(page).toContain('&lt;img src=x onerror=alert(1)&gt;.jpg');
    expect(page).not.toContain('<img src=x');
    expect(page.match(/<script/g)).toHaveLength(1);
    expect(
      elementsOf(page).filter(({ attributes }) => /\son[a-z]+=/.test(attributes.replace(/"[^"]*"/g, ''))),
    ).toEqual([]);
  });

  it('loads nothing: no address but those of licences', () => {
    const addresses = elementsOf(page).flatMap(({ name, attributes }) =>
      Array.from(attributes.matchAll(/\s(src|href)="([^"]*)"/g), ([, , address = '']) => ({ name, address })),
    );
    const outside = addresses.filter(({ address }) => !/^(data:image\/png;base64,|#)/.test(address));
    expect(new Set(outside.map(({ name, address }) => `${name} ${address}`))).toEqual(
      new Set([`a ${credit.licenceUrl}`]),
    );
    expect(page).not.toMatch(/@import|url\(|javascript:/);
  });

  it('leads to every section, and every link within the page arrives', () => {
    const elements = elementsOf(page);
    const ids = elements.flatMap(({ attributes }) => /\sid="([^"]*)"/.exec(attributes)?.[1] ?? []);
    const links = elements.flatMap(({ attributes }) => /\shref="#([^"]*)"/.exec(attributes)?.[1] ?? []);
    expect(links).toHaveLength(7);
    expect(new Set(ids).size).toBe(ids.length);
    for (const link of links) expect(ids).toContain(link);
  });

  it('puts the result in one line at the top', () => {
    expect(page.split('<section')[0]).toContain(
      'Balanced AuC 0.840 against 0.790 for the best baseline (grey).',
    );
  });

  it('says how sure the differences are, and how far the distributions are above their floor', () => {
    expect(page).toMatch(/\+0\.050 \[\+0\.010, \+0\.090\]\s*<small>excludes zero<\/small>/);
    expect(page).toMatch(
      /unweighted: every pixel alike<\/th>\s*<td>2\.750<\/td>\s*<td>1\.250<\/td>\s*<td>1\.500<\/td>/,
    );
    expect(page).toContain('12 held-out photos, crops of 5 originals');
  });

  it('says that training stopped early, and labels the rows of its pictures', () => {
    expect(page).toMatch(/Training stopped early, after epoch 3 of 5,/);
    const labels = Array.from(page.matchAll(/<li>(grey|epoch \d+|true)<\/li>/g), ([, label]) => label);
    expect(labels).toEqual(['grey', 'epoch 1', 'epoch 2', 'true']);
    const whole = renderReport({ ...data, curves: { ...data.curves, planned: 3, sheet: null } });
    expect(whole).not.toContain('stopped early');
  });

  it('orders predictions by temperature and shows the recipe’s beside grey and true', () => {
    const captions = Array.from(
      page.matchAll(/<figcaption>\s*T = ([\d.]+)/g),
      ([, temperature]) => temperature,
    );
    expect(captions).toEqual(['0.38', '1']);
    expect(page).toMatch(/predicted, T = <output>0\.38<\/output>/);
  });

  it('shows every chart that is also kept as a file', () => {
    const charts = Object.entries(reportCharts(data));
    expect(charts.map(([name]) => name)).toContain('prior');
    for (const [, svg] of charts) expect(page).toContain(svg);
  });

  it('says first when the bundled photos stand in for an archive', () => {
    const insteadOf = 'https://example.org/set.zip';
    const stoodIn = renderReport({ ...data, recipe: { ...data.recipe, insteadOf } });
    expect(stoodIn).toMatch(/On the bundled photos<\/strong>, since https:\/\/example\.org\/set\.zip could/);
    expect(page).not.toContain('could not be downloaded');
  });

  it('is the same every time', () => {
    expect(renderReport(data)).toBe(page);
  });

  it('refuses a picture from elsewhere', () => {
    const far = (src: string): ReportData => ({ ...data, patches: { sheet: { ...picture, src } } });
    const elsewhere = [
      'https://example.org/x.png',
      '//example.org/x.png',
      '/etc/x.png',
      'data:text/html,x',
      'javascript:1',
    ];
    for (const src of elsewhere) {
      expect(() => renderReport(far(src))).toThrow('expected a data:image URI or a relative file name');
    }
    expect(renderReport(far('pictures/patches.png'))).toContain('src="pictures/patches.png"');
  });

  it('can be written for a run that has hardly anything to show', () => {
    const bare = renderReport({
      ...data,
      results: { ...data.results, methods: [], photos: [], gallery: [] },
      curves: { rows: [], labelEntropy: 0, planned: 5, kept: 5, sheet: null },
      photos: { classes: [], quarantined: [], unused: [], noted: [], credits: [] },
      usage: { counts: new Uint32Array(220 * 220), byClass: [] },
      gamut: { ...data.gamut, bins: [] },
      patches: { sheet: null },
      reproduction: { commands: [], stages: [] },
    });
    elementsOf(bare);
    expect(bare).toContain('Nothing was measured.');
    expect(bare).not.toMatch(/NaN|undefined|Infinity/);
  });

  it('lists only so many quarantined photos', () => {
    const quarantined = Array.from({ length: 5000 }, (_, i) => ({ path: `${i}.jpg`, reason: 'no picture' }));
    const long = renderReport({ ...data, photos: { ...data.photos, quarantined } });
    expect(long).toContain('4,800 more');
    expect(long).not.toContain('<code>4999.jpg</code>');
  });
});
