import { readPageSetting, writePageSetting } from '../../page-settings';

/**
 * Whether and how this browser installs the app. Chromium announces a dialog by an event, which has to be kept until it
 * is used. On an iPhone or iPad the listener installs the app by hand, in Safari's menu.
 */
export type InstallMethod = 'none' | 'dialog' | 'by-hand';

/** Chromium's event `beforeinstallprompt`. */
interface InstallPrompt extends Event {
  prompt(): Promise<unknown>;
}

/** Who has heard so much of a lecture uses the app and does not only look at it. */
const realUseMs = 60_000;

let offered: InstallPrompt | null = null;
let declined = false;
const callbacks = new Set<() => void>();

function tell(): void {
  callbacks.forEach((callback) => {
    callback();
  });
}

/** Has to run before anything is rendered: Chromium sends its event once, and early. */
export function startInstall(): void {
  declined = readPageSetting('install') === 'declined';
  window.addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault(); // The browser shall not show its own banner over the content.
    offered = event as InstallPrompt;
    tell();
  });
  window.addEventListener('appinstalled', () => {
    offered = null;
    tell();
  });
}

export function onInstallChange(callback: () => void): () => void {
  callbacks.add(callback);
  return () => callbacks.delete(callback);
}

export function installMethod(): InstallMethod {
  if (window.matchMedia('(display-mode: standalone)').matches) {
    return 'none';
  }
  // Only Safari on a phone or tablet has this member. It is true in the installed app.
  if ((navigator as { standalone?: boolean }).standalone === false) {
    return 'by-hand';
  }
  return offered === null ? 'none' : 'dialog';
}

export function isDeclined(): boolean {
  return declined;
}

/** After this Home never offers it again. Settings still does. */
export function declineInstall(): void {
  declined = true;
  writePageSetting('install', 'declined');
  tell();
}

/** Opens the browser's dialog. The browser allows that once for each event. */
export async function install(): Promise<void> {
  const prompt = offered;
  offered = null;
  tell();
  await prompt?.prompt();
}

/** Whether the listener uses the app. Only then is it offered for installation. */
export function isUsed(
  listening: Iterable<{ readonly completed: boolean; readonly resumePositionMs: number }>,
  downloads: number,
): boolean {
  return (
    downloads > 0 ||
    [...listening].some(({ completed, resumePositionMs }) => completed || resumePositionMs >= realUseMs)
  );
}
