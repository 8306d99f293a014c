import type { NetworkRequests } from '../network/network-requests.ts';
import { callWorker, serve } from '../requests.ts';
import { rememberLattices } from '../stripes/remember-lattices.ts';
import { stripeWorkers } from '../stripes/stripe-workers.ts';
import { openPictures } from './open-pictures.ts';
import type { PictureRequests } from './picture-requests.ts';

const network = new Worker(new URL('../network/network.worker.ts', import.meta.url), { type: 'module' });

serve<PictureRequests>(openPictures(callWorker<NetworkRequests>(network), rememberLattices(stripeWorkers())));
