/** Whether the system has a place to hand a link to: phones do. */
export function canShare(): boolean {
  return 'share' in navigator;
}

/** Hands a link into the app to the system; who changes their mind there has not met a fault. */
export async function share(path: string, title: string): Promise<void> {
  try {
    await navigator.share({ title, url: new URL(path, document.baseURI).href });
  } catch (refusal) {
    if (!(refusal instanceof DOMException && refusal.name === 'AbortError')) {
      throw refusal;
    }
  }
}
