export { markdownTable, writeSection } from '../../src/report/marked-section.ts';
