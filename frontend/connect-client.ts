/** By this name Hilla's generator finds the client that the generated functions call; without it they call Hilla's own. */
export { client as default } from './gateway/client';
