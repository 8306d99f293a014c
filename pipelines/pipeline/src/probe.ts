import { printProbe } from '@tintype/stage';

import { probeSources } from './ingest/probe-sources.ts';
import { probedSettings } from './ingest/source-schema.ts';

await printProbe({ pipeline: 'pipeline', section: 'ingest', settings: probedSettings, probeSources });
