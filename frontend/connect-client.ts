/**
 * Hilla's generator looks for a client under this name. Without it the generated functions would call Hilla's
 * own client.
 */
export { client as default } from './gateway/client';
