import { screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { aCatalogue } from '../../testing/builders';
import { device } from '../../testing/fake-offline';
import { show, speak } from '../../testing/render';
import { CatalogueGate } from './CatalogueGate';

const empty = { ...aCatalogue({}), state: 'empty' } as const;

describe('what needs the catalogue', () => {
  it('is not shown before the catalogue was read', () => {
    show(<CatalogueGate>Lectures</CatalogueGate>);
    expect(document.body.textContent).toBe('');
  });

  it('is shown once it was read', () => {
    device.catalogue.set(aCatalogue({}));
    show(<CatalogueGate>Lectures</CatalogueGate>);
    screen.getByText('Lectures');
  });

  it('waits for the library where there is a network', () => {
    device.catalogue.set(empty);
    show(<CatalogueGate>Lectures</CatalogueGate>);
    screen.getByText('They appear as soon as the library has arrived.');
    expect(screen.queryByText('Lectures')).toBeNull();
  });

  it('asks to connect once where there is none', () => {
    device.catalogue.set(empty);
    device.online.set(false);
    show(<CatalogueGate>Lectures</CatalogueGate>);
    screen.getByText(/^Connect once to fetch the library/);
  });

  it('asks in Arabic', async () => {
    await speak('ar');
    device.catalogue.set(empty);
    device.online.set(false);
    show(<CatalogueGate>Lectures</CatalogueGate>);
    screen.getByText(/^اتصل بالشبكة مرة واحدة لجلب المكتبة/);
  });
});
