/** Instead of Hilla's client for server push, which the app does not use and which wants a whole browser. */
export default undefined;
