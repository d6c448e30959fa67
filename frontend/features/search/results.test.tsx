import { screen, within } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { aCatalogue, aLecture, aScholar } from '../../testing/builders';
import { device } from '../../testing/fake-offline';
import { show, speak } from '../../testing/render';
import { RecentSearches } from './RecentSearches';
import { rememberSearch } from './searchHistory';
import { SearchResults } from './SearchResults';

const catalogue = aCatalogue({
  scholars: [aScholar({ name: 'Aḥmad al-Amīn' })],
  lectures: [
    aLecture({ id: 'one', title: 'On patience', seriesId: 'series', seriesTitle: 'Virtues', number: 1 }),
    aLecture({ id: 'two', title: 'Patience again' }),
  ],
});

/** The core finds nothing but these. */
function finds(found: Partial<Record<'scholars' | 'series' | 'lectures', string[]>>, lectures?: number) {
  device.catalogue.set(catalogue);
  const ids = { scholars: [], series: [], lectures: [], ...found };
  device.search.mockReturnValue({
    ...ids,
    counts: {
      scholars: ids.scholars.length,
      series: ids.series.length,
      lectures: lectures ?? ids.lectures.length,
    },
  });
}

describe('search results', () => {
  it('C13.4: do not say that there is nothing while a part of the catalogue is missing', () => {
    finds({});
    device.catalogue.set({ ...catalogue, arriving: { from: 'device', lectures: null } });
    show(<SearchResults query="patience" />);
    screen.getByText('The library is still being read: there may be more.');
    expect(screen.queryByText('Nothing found')).toBeNull();
    expect(screen.getByRole('status').textContent).toBe('');
  });

  it('are grouped by kind, in the order of the core', () => {
    finds({ scholars: ['scholar'], lectures: ['two', 'one'] });
    show(<SearchResults query="patience" />);
    expect(screen.getAllByRole('region').length).toBe(2);
    screen.getByRole('region', { name: 'Scholars' });
    const links = within(screen.getByRole('region', { name: 'Lectures' })).getAllByRole('link');
    expect(links.map((link) => link.getAttribute('href'))).toEqual(['/lectures/two', '/lectures/one']);
    expect(links[1]?.textContent).toBe('On patienceVirtues · Ahmad al-Amin');
  });

  it('highlight the match, with or without transliteration marks', () => {
    finds({ scholars: ['scholar'] });
    show(<SearchResults query="ahmad" />);
    expect([...document.querySelectorAll('mark')].map(({ textContent }) => textContent)).toEqual(['Aḥmad']);
  });

  it('show how many there are, and that there are more', () => {
    finds({ lectures: ['one'] }, 40);
    show(<SearchResults query="patience" />);
    expect(screen.getByRole('status').textContent).toBe('40 results');
    screen.getByText('There are more. Another word narrows them down.');
  });

  it('give advice when nothing matches', () => {
    finds({});
    show(<SearchResults query="zzz" />);
    expect(screen.getByRole('status').textContent).toBe('Nothing found');
    screen.getByText(/^Try fewer letters or one word alone/);
  });

  it('are counted in Arabic', async () => {
    await speak('ar');
    finds({ lectures: ['one', 'two'] });
    show(<SearchResults query="الصبر" />);
    expect(screen.getByRole('status').textContent).toBe('نتيجتان');
    screen.getByRole('region', { name: 'الدروس' });
  });
});

describe('recent searches', () => {
  it('are repeated by a tap, and removed by a button', async () => {
    rememberSearch('fiqh');
    rememberSearch('patience');
    const chosen = vi.fn();
    const user = show(<RecentSearches onChoose={chosen} />);
    const items = within(screen.getByRole('list')).getAllByRole('button');
    expect(items.map(({ textContent }) => textContent)).toEqual(['patience', 'fiqh']);
    await user.click(screen.getByRole('button', { name: 'fiqh' }));
    expect(chosen).toHaveBeenCalledExactlyOnceWith('fiqh');
    await user.click(screen.getByRole('button', { name: 'Forget' }));
    expect(screen.queryByRole('region')).toBeNull();
    expect(localStorage.length).toBe(0);
  });
});
