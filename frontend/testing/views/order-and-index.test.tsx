import { screen, within } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import HomeView from '../../views/@index';
import BrowseView from '../../views/browse';
import ScholarView from '../../views/scholars/{scholarId}';
import { aCatalogue, aLecture, aScholar, aSeries } from '../builders';
import { device } from '../fake-offline';
import { show, speak } from '../render';

afterEach(() => {
  vi.restoreAllMocks();
});

/** Scholars of these names, each with one lecture. */
function scholarsOf(...names: readonly string[]): void {
  device.catalogue.set(
    aCatalogue({
      lectures: names.map((name) =>
        aLecture({ id: `by ${name}`, title: `By ${name}`, scholarId: name, scholarName: name }),
      ),
    }),
  );
}

describe('few scholars', () => {
  it('are listed in the order of their names, without article and honours', () => {
    scholarsOf('al-Fawzan', 'Shaykh Bilal', 'Ahmad');
    show(<BrowseView />);
    expect(screen.getAllByRole('heading', { level: 2 }).map(({ textContent }) => textContent)).toEqual([
      'Ahmad',
      'Shaykh Bilal',
      'al-Fawzan',
    ]);
  });

  it('show the first of their works, and a link to all', () => {
    const lectures = Array.from({ length: 9 }, (_, index) =>
      aLecture({ id: `${index}`, title: `T ${index}` }),
    );
    device.catalogue.set(aCatalogue({ lectures, scholars: [aScholar()] }));
    show(<BrowseView />);
    expect(screen.getAllByRole('link', { name: /^T \d$/ }).length).toBe(6);
    expect(screen.getByRole('link', { name: 'All by Ahmad al-Amin' }).getAttribute('href')).toBe(
      '/scholars/scholar',
    );
  });
});

describe('many scholars', () => {
  const letters = () =>
    within(screen.getByRole('navigation', { name: 'Letters' }))
      .getAllByRole('button')
      .map(({ textContent }) => textContent);

  it('have an index of their letters, which leads to the first of each', async () => {
    const names = Array.from({ length: 12 }, (_, index) => [`Zayd ${index}`, `al-Amin ${index}`]).flat();
    scholarsOf(...names, 'Shaykh Musa');
    const user = show(<BrowseView />);
    expect(letters()).toEqual(['A', 'M', 'Z']);
    await user.click(screen.getByRole('button', { name: 'M' }));
    expect(document.activeElement?.textContent).toBe('Shaykh Musa');
    expect(screen.getByRole('link', { name: 'Shaykh Musa', description: '1 lecture' })).toBeDefined();
  });

  it('have Arabic letters in Arabic, without “al-”', async () => {
    await speak('ar');
    const names = Array.from({ length: 21 }, (_, index) => `الفوزان ${index}`);
    scholarsOf(...names, 'الشيخ أحمد');
    show(<BrowseView />);
    const index = within(screen.getByRole('navigation', { name: 'الحروف' }));
    expect(index.getAllByRole('button').map(({ textContent }) => textContent)).toEqual(['ا', 'ف']);
  });

  it('are not all rendered', () => {
    scholarsOf(...Array.from({ length: 2_000 }, (_, index) => `Scholar ${index}`));
    show(<BrowseView />);
    expect(document.querySelectorAll('*').length).toBeLessThan(1_500);
  });
});

describe('the series of a scholar', () => {
  const seriesOf = (count: number) =>
    Array.from({ length: count }, (_, index) => aSeries({ id: `s${index}`, title: `Series ${index}` }));

  it('are listed by title, numbers as numbers', () => {
    device.catalogue.set(aCatalogue({ series: [...seriesOf(11), aSeries({ id: 'x', title: 'The Aim' })] }));
    show(<ScholarView />, { address: '/scholars/scholar', route: '/scholars/:scholarId' });
    const titles = screen
      .getAllByRole('link', { name: /^(Series|The)/ })
      .map(({ textContent }) => textContent);
    expect(titles).toEqual(['The Aim', ...seriesOf(11).map(({ title }) => title)]);
  });

  it('are rows, of which those near the viewport are rendered, where there are many', () => {
    device.catalogue.set(aCatalogue({ series: seriesOf(1_000) }));
    show(<ScholarView />, { address: '/scholars/scholar', route: '/scholars/:scholarId' });
    expect(document.querySelectorAll('*').length).toBeLessThan(1_500);
  });
});

describe('the series on Home', () => {
  it('are the first by title, and no more than one looks through', () => {
    const series = Array.from({ length: 500 }, (_, index) =>
      aSeries({ id: `s${index}`, title: `Series ${500 - index}` }),
    );
    device.catalogue.set(aCatalogue({ series }));
    show(<HomeView />);
    const rail = within(screen.getByRole('region', { name: 'Series' }));
    const titles = rail.getAllByRole('link', { name: /^Series/ }).map(({ textContent }) => textContent);
    expect(titles.length).toBe(24);
    expect(titles.slice(0, 2)).toEqual(['Series 1', 'Series 2']);
  });
});
