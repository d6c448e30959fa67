import { act, render } from '@testing-library/react';
import { i18n } from '@vaadin/hilla-react-i18n';
import type { ReactNode } from 'react';
import { MemoryRouter, Route, Routes } from 'react-router';
import { type Language, languages } from '../i18n/languages';
import userEvent, { type UserEvent } from '@testing-library/user-event';

/** Shows everything in this language from now on. */
export async function speak(language: Language): Promise<void> {
  await i18n.configure({ language });
  document.documentElement.lang = language;
  document.documentElement.dir = languages[language].direction;
}

interface Place {
  /** The address that is shown. */
  readonly address?: string;
  /** The route it belongs to, with its parameters, as `:lectureId`. */
  readonly route?: string;
}

/** Shows a component or a view within the app's router. Returns the simulated user. */
export function show(shown: ReactNode, { address = '/', route = '*' }: Place = {}): UserEvent {
  render(
    <MemoryRouter initialEntries={[address]}>
      <Routes>
        <Route path={route} element={shown} />
        <Route path="*" element={null} />
      </Routes>
    </MemoryRouter>,
  );
  return userEvent.setup({ delay: null });
}

/** Changes the device's state while something is shown. */
export function now(change: () => void): void {
  act(change);
}
