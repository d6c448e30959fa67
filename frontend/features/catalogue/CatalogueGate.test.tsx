import { screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { aCatalogue } from '../../testing/builders';
import { device } from '../../testing/fake-offline';
import { show, speak } from '../../testing/render';
import { CatalogueGate } from './CatalogueGate';

const empty = { ...aCatalogue({}), state: 'empty' } as const;

describe('a view that needs the catalogue', () => {
  it('shows nothing before the catalogue has been read', () => {
    show(<CatalogueGate>Lectures</CatalogueGate>);
    expect(document.body.textContent).toBe('');
  });

  it('shows its contents once the catalogue has been read', () => {
    device.catalogue.set(aCatalogue({}));
    show(<CatalogueGate>Lectures</CatalogueGate>);
    screen.getByText('Lectures');
  });

  it('shows that the library is loading while there is a network', () => {
    device.catalogue.set(empty);
    show(<CatalogueGate>Lectures</CatalogueGate>);
    screen.getByText('They appear as soon as the library has arrived.');
    expect(screen.queryByText('Lectures')).toBeNull();
  });

  it('asks the listener to connect once while there is no network', () => {
    device.catalogue.set(empty);
    device.online.set(false);
    show(<CatalogueGate>Lectures</CatalogueGate>);
    screen.getByText(/^Connect once to fetch the library/);
  });

  it('asks in Arabic when the app speaks Arabic', async () => {
    await speak('ar');
    device.catalogue.set(empty);
    device.online.set(false);
    show(<CatalogueGate>Lectures</CatalogueGate>);
    screen.getByText(/^اتصل بالشبكة مرة واحدة لجلب المكتبة/);
  });
});
