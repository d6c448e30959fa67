/** Every tab that plays holds this Web Lock, shared, as long as it does. */
export const PLAYING_LOCK = 'durus-playing';
