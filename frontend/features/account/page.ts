/** Leaves the app for another page, which a test replaces. */
export const page = {
  /** @param address relative to the app */
  leaveFor: (address: string): void => {
    window.location.assign(new URL(address, document.baseURI));
  },
};
