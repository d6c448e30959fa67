/** Whether the system can share links. Phones can. */
export function canShare(): boolean {
  return 'share' in navigator;
}

/** Shares a link into the app. It is no fault when the listener closes the system's sheet. */
export async function share(path: string, title: string): Promise<void> {
  try {
    await navigator.share({ title, url: new URL(path, document.baseURI).href });
  } catch (refusal) {
    if (!(refusal instanceof DOMException && refusal.name === 'AbortError')) {
      throw refusal;
    }
  }
}
