import { namedForBasePath } from '../../base-path';

/** Every tab holds this Web Lock, in shared mode, while it plays. */
export const PLAYING_LOCK = namedForBasePath('durus-playing');
