import { readLicences } from '@tintype/images/sources';

import { countLicences, creditAuthors } from '../src/notice/describe-licences.ts';
import { writeSection } from '../src/report/sections/marked-section.ts';

const NOTICE = 'data/photos/NOTICE.md';

/** `npm run docs:notice` derives the tables of the bundled photos' notice from their LICENSES.csv. */
const licences = await readLicences('data/photos/LICENSES.csv');
await writeSection(NOTICE, 'licences', countLicences(licences));
await writeSection(NOTICE, 'credits', creditAuthors(licences));
