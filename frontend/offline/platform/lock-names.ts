/** Every tab holds this Web Lock, in shared mode, while it plays. */
export const PLAYING_LOCK = 'durus-playing';
