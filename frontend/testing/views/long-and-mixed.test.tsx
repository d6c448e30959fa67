import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { Description } from '../../ui/Description';
import HomeView from '../../views/@index';
import { aCatalogue, aLecture } from '../builders';
import { device } from '../fake-offline';
import { show } from '../render';

describe('titles on Home', () => {
  it('say whose lecture it is where titles repeat, and only there', () => {
    device.catalogue.set(
      aCatalogue({
        lectures: [
          aLecture({ id: 'a', title: 'Lesson 1', scholarId: 'x', scholarName: 'Scholar X' }),
          aLecture({ id: 'b', title: 'Lesson 1', scholarId: 'y', scholarName: 'Scholar Y' }),
          aLecture({ id: 'c', title: 'On patience', scholarId: 'z', scholarName: 'Scholar Z' }),
        ],
      }),
    );
    show(<HomeView />);
    const added = within(screen.getByRole('region', { name: 'Recently added' }));
    added.getByText('Scholar X');
    added.getByText('Scholar Y');
    expect(added.queryByText('Scholar Z')).toBeNull();
  });

  it('are cut after two lines in a row', () => {
    const title = 'A very long title '.repeat(20).trim();
    device.catalogue.set(aCatalogue({ lectures: [aLecture({ title })] }));
    show(<HomeView />);
    expect(screen.getByRole('link', { name: title }).querySelector('.clamp-2')?.textContent).toBe(title);
  });
});

describe('a description', () => {
  it('has each paragraph in its own direction', () => {
    show(<Description text={'An explanation.\n\nشرح الأصول الثلاثة\nMore.'} />);
    const paragraphs = [...document.querySelectorAll('.description > p')];
    expect(paragraphs.map(({ textContent }) => textContent)).toEqual([
      'An explanation.',
      'شرح الأصول الثلاثة',
      'More.',
    ]);
    expect(paragraphs.every((one) => one.getAttribute('dir') === 'auto')).toBe(true);
  });
});
