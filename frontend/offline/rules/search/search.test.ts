import { describe, expect, it } from 'vitest';
import { catalogue, follow, indexOf, single } from '../../testing/searched';

describe('the search', () => {
  it.each([
    ['hamza on its alef', 'الاصول', 'شرح الأصول الثلاثة'],
    ['ta marbuta as ha', 'ثلاثه', 'شرح الأصول الثلاثة'],
    ['ha as ta marbuta', 'وجهة', 'وجهه'],
    ['vowel signs', 'ربه', 'معرفة العبد ربَّه'],
    ['vowel signs in the query', 'رَبَّهُ', 'معرفة العبد ربه'],
    ['tatweel', 'التوكل', 'معنى التـــوكّل'],
    ['alef maqsura as ya', 'معني', 'معنى التوكل'],
    ['alef with madda', 'اداب', 'آداب طالب العلم'],
    ['alef wasla', 'الله', 'ٱللَّه'],
    ['hamza on its own', 'قراءه', 'قراءة القرآن'],
    ['hamza left out', 'شي', 'شيء'],
    ['hamza on waw and ya', 'مومن مسايل', 'مؤمن ومسائل'],
    ['the article left out', 'توحيد', 'كتاب التوحيد'],
    ['the article put before', 'التوحيد', 'كتاب توحيد'],
    ['Arabic-Indic digits', '12', 'الدرس ١٢'],
    ['Persian digits and letters', '۴ کتاب', 'كتاب 4'],
    ['Latin digits', '١٢', 'Lesson 12'],
    ['presentation forms', 'الاسلام', 'ﺍﻹﺳﻼﻡ'],
    ['marks of direction', 'نور', '\u200Fن\u200Dور\u200E'],
    ['the transliteration’s marks', 'tawhid', 'Tawḥīd'],
    ['its marks in the query', 'Tawḥīd', 'Tawhid'],
    ['all of its letters', 'usul dad zahir taliban siyam', 'Uṣūl Ḍād Ẓāhir Ṭālibān Ṣiyām'],
    ['ain and hamza', 'shariah quran', 'Sharīʿah, al-Qurʾān'],
    ['apostrophes', 'quran', "Qur'an"],
    ['al-', 'thalatha', 'Uṣūl al-Thalātha'],
    ['al- before', 'al-usul', 'Usul'],
    ['al before, and a space', 'al usul', 'Usul'],
    ['al before, in one word', 'alusul', 'Uṣūl'],
    ['al in one word', 'althalatha', 'al-Thalatha'],
    ['an article that is assimilated', 'rahman', 'Ar-Raḥmān'],
    ['English long vowels', 'tawheed', 'Tawḥīd'],
    ['English long vowels while typing', 'usoo', 'Usool'],
    ['case', 'PRINCIPLES three', 'The Three Principles'],
    ['a part inside a word', 'ncipl', 'The Three Principles'],
    ['hyphens', 'self', 'On self-restraint'],
    ['decomposed letters', 'été', 'e\u0301te\u0301'],
    ['a letter wrong', 'توخيد', 'كتاب التوحيد'],
    ['a letter missing', 'princples', 'The Three Principles'],
    ['two letters exchanged', 'twahid', 'Tawḥīd'],
    ['a name of two words, written as one', 'عبدالعزيز', 'فتاوى الشيخ عبد العزيز'],
    ['a name of two words, written apart', 'عبد العزيز', 'فتاوى الشيخ عبدالعزيز'],
    ['a transliterated name, written as one', 'abdulaziz', 'Fatwas of ʿAbd al-ʿAzīz'],
    ['a transliterated name, written apart', 'abd al aziz', 'Fatwas of Abdulaziz'],
    ['“Abdul” for “Abd al-”', 'abdul aziz', 'Fatwas of ʿAbd al-ʿAzīz'],
    ['the beginning of a name that is written as one', 'abdulaz', 'Fatwas of ʿAbd al-ʿAzīz'],
    ['ابن for بن', 'محمد ابن صالح', 'محمد بن صالح'],
    ['بن for ابن', 'بن باز', 'ابن باز'],
    ['bin for ibn', 'bin baz', 'Ibn Bāz'],
    ['ibn for b.', 'ibn baz', 'b. Baz'],
    ['b. for bin', 'b. baz', 'Bin Baz'],
    ['hamza on ya for hamza on waw', 'مسئول', 'أنت مسؤول'],
    ['hamza on its own for hamza on ya', 'مسءول', 'أنت مسئول'],
    ['hamza on ya for hamza on alef', 'مسئلة', 'مسألة في الصيام'],
    ['hamza on ya for hamza on its own', 'قرائة', 'قراءة القرآن'],
  ])('ignores differences in: %s', (_, query, title) => {
    expect(single('Nothing of it', title).find(query, 10).lectures).toEqual([title]);
  });

  it('requires every word of the query', () => {
    expect(single('The Three Principles').find('three fasting', 10).lectures).toEqual([]);
  });

  it('forgives no mistake in a word of four letters', () => {
    expect(single('Fiqh').find('fikh', 10).lectures).toEqual([]);
  });

  it('ranks what is forgiven after what is not', () => {
    const titles = ['Tawfid', 'On the tawhid', 'Tawhidi'];
    expect(single(...titles).find('tawhid', 10).lectures).toEqual(['Tawhidi', 'On the tawhid', 'Tawfid']);
    const index = indexOf(
      catalogue(
        { scholar: 'Somebody', series: null, lectures: ['Patiance in prayer'] },
        { scholar: 'Somebody else', series: 'Patience', lectures: ['Of prayer'] },
      ),
    );
    expect(index.find('patience prayer', 10).lectures).toEqual(['Of prayer', 'Patiance in prayer']);
  });

  describe('with the number of a lesson', () => {
    const index = indexOf(
      catalogue(
        { scholar: 'Somebody', series: 'شرح الأصول', lectures: ['الخوف', 'الرجاء', 'التوكل'] },
        { scholar: 'Another', series: 'Foundations', lectures: ['Fear', 'Hope of 3 kinds', 'Reliance'] },
      ),
    );

    it.each([
      ['foundations 3', ['Hope of 3 kinds', 'Reliance']],
      ['foundations ٣', ['Hope of 3 kinds', 'Reliance']],
      ['lesson 1 foundations', ['Fear']],
      ['شرح الأصول الدرس ٣', ['التوكل']],
      ['شرح الأصول ۳', ['التوكل']],
      ['foundations 30', []],
    ])('finds the lesson: %s', (query, lectures) => {
      expect([...index.find(query, 10).lectures].sort()).toEqual([...lectures].sort());
    });

    it('ranks a title that begins with the number first', () => {
      const titles = ['Ten', '2 questions'];
      const found = indexOf(catalogue({ scholar: 'Somebody', series: 'A series', lectures: titles })).find(
        '2',
        10,
      );
      expect(found.lectures[0]).toBe('2 questions');
    });
  });

  describe('in the other script', () => {
    const view = catalogue(
      { scholar: 'صالح بن عبد العزيز الفوزان', series: null, lectures: ['فتاوى الفوزان', 'دروس عبدالعزيز'] },
      { scholar: 'Somebody', series: null, lectures: ['Al-Fawzan on fear', 'Fear'] },
    );
    const scholar = view.scholars.get('صالح بن عبد العزيز الفوزان');
    const scholars = new Map(view.scholars);
    if (scholar !== undefined) {
      scholars.set(scholar.id, { ...scholar, otherNames: ['Ṣāliḥ b. Abdulaziz al-Fawzān'] });
    }
    const index = indexOf({ ...view, scholars });

    it.each([
      ['fawzan', ['Al-Fawzan on fear', 'فتاوى الفوزان']],
      ['fawz', ['Al-Fawzan on fear', 'فتاوى الفوزان']],
      ['الفوزان', ['Al-Fawzan on fear', 'فتاوى الفوزان']],
      ['abdulaziz', ['دروس عبدالعزيز']],
    ])('finds a word by the names of a scholar: %s', (query, lectures) => {
      expect([...index.find(query, 10).lectures].sort()).toEqual([...lectures].sort());
    });

    it('forgets the names of a scholar who is renamed', () => {
      follow(index, view);
      expect(index.find('fawz', 10).lectures).toEqual(['Al-Fawzan on fear']);
    });
  });

  it('finds nothing for a query without letters', () => {
    expect(single('A').find(' -ʿ ', 10).counts).toEqual({ scholars: 0, series: 0, lectures: 0 });
  });

  it('ranks the start of a title before the start of a word before the inside of a word', () => {
    const titles = ['Unfaithful', 'On faith', 'Faith and deeds'];
    expect(single(...titles).find('faith', 10).lectures).toEqual([
      'Faith and deeds',
      'On faith',
      'Unfaithful',
    ]);
  });

  it('ranks a whole word before a word that only begins with the query', () => {
    expect(single('On prayers', 'The prayer').find('prayer', 10).lectures).toEqual([
      'The prayer',
      'On prayers',
    ]);
  });

  it('groups results by kind, and does not list all lectures of a scholar or series that matches', () => {
    const index = indexOf(
      catalogue(
        { scholar: 'صالح الفوزان', series: 'شرح كتاب التوحيد', lectures: ['باب فضل التوحيد', 'باب الخوف'] },
        { scholar: 'Somebody', series: null, lectures: ['Fear'] },
      ),
    );
    expect(index.find('الفوزان', 10)).toMatchObject({ scholars: ['صالح الفوزان'], series: [], lectures: [] });
    expect(index.find('فوزان خوف', 10)).toMatchObject({ scholars: [], series: [], lectures: ['باب الخوف'] });
    expect(index.find('توحيد', 10)).toMatchObject({
      series: ['شرح كتاب التوحيد'],
      lectures: ['باب فضل التوحيد'],
    });
  });

  it('keeps the order of the lectures in a series, and counts the results beyond the limit', () => {
    const lectures = Array.from({ length: 30 }, (_, index) => `Lesson ${index + 1}`);
    const index = indexOf(catalogue({ scholar: 'Somebody', series: 'A series', lectures }));
    const found = index.find('lesson', 12);
    expect(found.lectures).toEqual(lectures.slice(0, 12));
    expect(found.counts.lectures).toBe(30);
  });

  it('re-indexes only what changed', () => {
    const works = { scholar: 'Somebody', series: null, lectures: ['One', 'Two', 'Three'] };
    const index = indexOf(catalogue(works));
    expect(follow(index, catalogue(works))).toBe(0);
    expect(follow(index, catalogue({ ...works, lectures: ['One', 'Two', 'Four'] }))).toBe(2);
    expect(index.find('three', 10).lectures).toEqual([]);
    expect(index.find('four', 10).lectures).toEqual(['Four']);
  });

  it('leaves out withdrawn lectures', () => {
    const view = catalogue({ scholar: 'Somebody', series: null, lectures: ['One'] });
    const index = indexOf(view);
    const one = view.lectures.get('One');
    const lectures = new Map(one === undefined ? [] : [['One', { ...one, published: false }]]);
    follow(index, { ...view, lectures });
    expect(index.find('one', 10).lectures).toEqual([]);
  });
});
