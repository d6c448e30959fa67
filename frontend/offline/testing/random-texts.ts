import { constantFrom, string } from 'fast-check';

/** Texts as they occur: the letters of both scripts in all the spellings that search forgives. */
export const letters = string({
  unit: constantFrom(...Array.from('أإآٱاىيةهؤئءـَّ٣ Tawḥīd ʿUṣūl-al ’')),
  maxLength: 24,
});
/** Any text. */
export const anything = string({ unit: 'grapheme', maxLength: 24 });
