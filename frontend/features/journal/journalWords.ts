import type { ChangeView, JournalEventView } from '../../offline/index';
import { counted, formatClock, formatMoment } from '../../i18n/format';
import { currentLocale, key, translate } from '../../i18n/i18n';
import { joined } from '../catalogue/lectureLine';

/** What happened, in a sentence of the listener's language. */
export function eventWords(event: JournalEventView, titleOf: (lectureId: string) => string): string {
  return asSentence(wordsOf(event, titleOf), currentLocale());
}

/** Begins with a capital letter: texts of the journal are also used in the middle of a sentence, so they have none. */
function asSentence(words: string, locale: string): string {
  const [first = ''] = words;
  return first.toLocaleUpperCase(locale) + words.slice(first.length);
}

function wordsOf(event: JournalEventView, titleOf: (lectureId: string) => string): string {
  const locale = currentLocale();
  switch (event.kind) {
    case 'exchanged':
      return joined(
        event.sent > 0 ? translate(key`journal.sent`, counted(locale, event.sent)) : '',
        event.superseded > 0 ? translate(key`journal.superseded`, counted(locale, event.superseded)) : '',
        event.received > 0 ? translate(key`journal.received`, counted(locale, event.received)) : '',
        event.by === 'worker' ? translate(key`journal.background`) : '',
      );
    case 'failed':
      return event.problem === 'conflict'
        ? translate(key`journal.conflict`)
        : translate(key`journal.unavailable`, counted(locale, event.times));
    case 'expired':
      return translate(key`journal.expired`);
    case 'rejected':
      return translate(key`journal.rejected`, {
        change: changeWords(event.change, titleOf),
        reason: reasonWords(event.reason),
      });
    case 'corrected':
      return translate(key`journal.corrected`, {
        change: changeWords(event.change, titleOf),
        moment: formatMoment(locale, event.change.occurredAt),
      });
    case 'unknown':
      return translate(key`journal.unknown`, { change: changeWords(event.change, titleOf) });
    case 'new-epoch':
      return translate(key`journal.restored`);
    case 'guest-taken-over':
      return translate(key`journal.guest`, counted(locale, event.intents));
  }
}

/** Why the server refused a change. The set of reasons is closed (R7), but the server may be newer than this app. */
export function reasonWords(reason: string): string {
  switch (reason) {
    case 'INVALID_TIME':
      return translate(key`journal.reason.time`);
    case 'INVALID_POSITION':
      return translate(key`journal.reason.position`);
    case 'UNKNOWN_TYPE':
      return translate(key`journal.reason.type`);
    case 'INVALID_ID':
    case 'INVALID_REFERENCE':
    case 'MALFORMED':
      return translate(key`journal.reason.unreadable`);
    default:
      return translate(key`journal.reason.other`);
  }
}

/** Each type of change has a text of its own name, as `translations.test.ts` holds. */
function changeWords(
  { type, lectureId, positionMs }: ChangeView,
  titleOf: (lectureId: string) => string,
): string {
  const words = key([`journal.change.${type.toLowerCase()}`]);
  const position = formatClock(currentLocale(), positionMs ?? 0);
  return translate(words, { title: titleOf(lectureId), position });
}
