import type { ViewConfig } from '@vaadin/hilla-file-router/types.js';
import { useMemo } from 'react';
import { Link } from 'react-router';
import { isInProgress } from '../features/catalogue/availability';
import { CatalogueGate } from '../features/catalogue/CatalogueGate';
import { DeletedAccount } from '../features/account/DeletedAccount';
import { GuestProgress } from '../features/account/GuestProgress';
import { InstallInvitation } from '../features/install/Install';
import { titleOrder } from '../features/catalogue/titleOrder';
import { Welcome } from '../features/frame/Welcome';
import { currentLocale, key, translate } from '../i18n/i18n';
import { AccountIcon, SearchIcon } from '../ui/icons';
import { LectureListItem } from '../features/lecture/LectureListItem';
import { Rail } from '../ui/rail/Rail';
import { Section } from '../ui/Section';
import { nextInSeriesHeard, recentlyAdded } from '../features/lecture/lectureLists';
import { SeriesCard } from '../features/series/SeriesCard';
import { useLive } from '../ui/useLive';
import { ViewHeader } from '../features/frame/ViewHeader';
import { offline } from '../offline/index';
import { ContinueCard } from '../features/lecture/ContinueCard';

/** How many begun lectures are listed after the first. */
const othersShown = 4;
const nextShown = 4;
const addedShown = 4;
const downloadsShown = 6;
/** The others are found by "All". */
const seriesShown = 24;

function ContinueListening() {
  const listening = useLive(offline.listening);
  const [first, ...others] = useMemo(
    () =>
      [...listening.values()]
        .filter(isInProgress)
        .sort((a, b) => (b.listenedAt ?? 0) - (a.listenedAt ?? 0))
        .slice(0, 1 + othersShown),
    [listening],
  );
  if (!first) {
    return null;
  }
  return (
    <Section title={translate(key`home.continue`)}>
      <ContinueCard lectureId={first.lectureId} />
      {others.length > 0 && (
        <ul className="lecture-rows">
          {others.map(({ lectureId }) => (
            <LectureListItem key={lectureId} lectureId={lectureId} lead="cover" action="play" />
          ))}
        </ul>
      )}
    </Section>
  );
}

/** A list of lectures under its heading. Absent when there are none. */
function Lectures({ title, lectureIds }: { readonly title: string; readonly lectureIds: readonly string[] }) {
  return lectureIds.length === 0 ? null : (
    <Section title={title}>
      <ul className="lecture-rows">
        {lectureIds.map((lectureId) => (
          <LectureListItem key={lectureId} lectureId={lectureId} lead="cover" action="play" />
        ))}
      </ul>
    </Section>
  );
}

function NextInSeries() {
  const catalogue = useLive(offline.catalogue);
  const listening = useLive(offline.listening);
  const lectureIds = useMemo(
    () => nextInSeriesHeard(catalogue, listening).slice(0, nextShown),
    [catalogue, listening],
  );
  return <Lectures title={translate(key`home.next`)} lectureIds={lectureIds} />;
}

function RecentlyAdded() {
  const catalogue = useLive(offline.catalogue);
  const listening = useLive(offline.listening);
  const lectureIds = useMemo(() => recentlyAdded(catalogue, listening, addedShown), [catalogue, listening]);
  return <Lectures title={translate(key`home.added`)} lectureIds={lectureIds} />;
}

function AllSeries() {
  const { series } = useLive(offline.catalogue);
  const locale = currentLocale();
  const first = useMemo(() => {
    const order = titleOrder(locale);
    return [...series.values()].sort((a, b) => order(a.title, b.title)).slice(0, seriesShown);
  }, [series, locale]);
  if (series.size === 0) {
    return null;
  }
  return (
    <Section
      title={translate(key`home.series`)}
      end={
        <Link className="text-link" to="/browse">
          {translate(key`home.all`)}
        </Link>
      }
    >
      <Rail className="series-cards-rail">
        {first.map((one) => (
          <SeriesCard key={one.id} series={one} />
        ))}
      </Rail>
    </Section>
  );
}

function OnThisDevice() {
  const downloads = useLive(offline.downloads);
  const here = [...downloads.values()].filter((download) => download.playable).slice(0, downloadsShown);
  if (here.length === 0) {
    return null;
  }
  return (
    <Section
      title={translate(key`home.device`)}
      end={
        <Link className="text-link" to="/downloads">
          {translate(key`downloads.title`)}
        </Link>
      }
    >
      <ul className="lecture-rows">
        {here.map(({ lectureId }) => (
          <LectureListItem key={lectureId} lectureId={lectureId} lead="cover" action="play" />
        ))}
      </ul>
    </Section>
  );
}

/** The link to the account. It has a dot and another name when something there waits for the listener. */
function AccountLink() {
  const { state } = useLive(offline.account);
  const asks = state === 'expired' || state === 'deleted';
  const name =
    state === 'expired'
      ? translate(key`settings.expired`)
      : state === 'deleted'
        ? translate(key`settings.deleted`)
        : translate(key`settings.title`);
  return (
    <Link
      to="/settings"
      className={asks ? 'icon-button account-link account-link-asks' : 'icon-button account-link'}
      aria-label={name}
    >
      <AccountIcon />
    </Link>
  );
}

/** Hilla's generated routes ask every view that is not loaded lazily for one. */
export const config: ViewConfig = {};

export default function HomeView() {
  return (
    <>
      <ViewHeader title={translate(key`home.title`)}>
        <Link to="/browse" className="icon-button" aria-label={translate(key`browse.search`)}>
          <SearchIcon />
        </Link>
        <AccountLink />
      </ViewHeader>
      <Welcome />
      <GuestProgress />
      <DeletedAccount />
      <CatalogueGate>
        <ContinueListening />
        <InstallInvitation />
        <NextInSeries />
        <AllSeries />
        <RecentlyAdded />
        <OnThisDevice />
      </CatalogueGate>
    </>
  );
}
