import { describe, expect, it } from 'vitest';
import { joinedTerms } from './names';
import { wordsOf } from './words';

const keysOf = (text: string) => joinedTerms(wordsOf(text)).keys;

describe('a name of two words', () => {
  it.each([
    [['عبدالعزيز', 'عبد العزيز']],
    [['عبدالله', 'عبد الله']],
    [['أبوبكر', 'أبو بكر', 'أبي بكر']],
    [['نورالدين', 'نور الدين']],
    [['Abdulaziz', 'Abdul Aziz', 'Abdul-Aziz', 'Abd al-Aziz', 'ʿAbd al-ʿAzīz', 'Abdelaziz', 'abdul azeez']],
    [['Abdurrahman', 'Abdur Rahman', 'Abdur-Rahman', 'Abd ar-Rahman', 'Abdulrahman', 'ʿAbd al-Raḥmān']],
    [['Abdullatif', 'Abdul Latif', 'Abd al-Latif']],
    [['Abdussalam', 'Abdus Salam', 'Abd as-Salam']],
    [['Abdullah', 'Abd Allah', 'ʿAbdullāh']],
    [['Abubakr', 'Abu Bakr', 'Abū Bakr']],
    [['Nuruddin', 'Nur ad-Din', 'Nūr al-Dīn', 'Nooruddeen']],
  ])('has one key, however it is written: %o', ([first = '', ...others]) => {
    const [key] = keysOf(first);
    expect(key).toMatch(/^~./);
    for (const other of others) {
      expect(keysOf(other), other).toContain(key);
    }
  });

  it('is found by its beginning', () => {
    const [whole = ''] = keysOf('Abd al-Aziz');
    for (const beginning of ['abdul', 'abdula', 'abdulaz', 'Abdulazi']) {
      expect(whole.startsWith(keysOf(beginning)[0] ?? '?'), beginning).toBe(true);
    }
  });

  it.each(['Three principles', 'شرح الأصول', 'abd', 'din', 'الله'])('is not in “%s”', (text) => {
    expect(keysOf(text)).toEqual([]);
  });
});
