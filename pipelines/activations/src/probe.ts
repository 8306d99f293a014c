import { printProbe } from '@tintype/stage';

import { probeSources } from './ingest/probe-sources.ts';
import { probedSettings } from './ingest/source-files.ts';

await printProbe({ pipeline: 'activations', section: 'ingest', settings: probedSettings, probeSources });
