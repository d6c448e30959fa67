/**
 * The frame around every view. What browser tests and screen readers find in it, by role and (English) name:
 * link "Skip to content"; navigation "Main" with links "Home", "Browse", "Library", "Downloads" (and "Settings"
 * on wide screens); main; region "Player" (features/player/MiniPlayer.tsx). Names of controls stand at their components:
 * PlayControl, DownloadControl, FavoriteButton, Transport, SeekBar, SpeedControl, PlayerSheet.
 */
import type { ViewConfig } from '@vaadin/hilla-file-router/types.js';
import { useEffect, useRef } from 'react';
import { NavLink, Outlet, ScrollRestoration, useLocation } from 'react-router';
import { AppBadge } from '../features/frame/AppBadge';
import { Announcer } from '../features/player/Announcer';
import { FaultBoundary } from '../features/frame/FaultBoundary';
import { key, translate } from '../i18n/i18n';
import { AccountIcon, BrowseIcon, DownloadIcon, HomeIcon, LibraryIcon } from '../ui/icons';
import { StorageNotice } from '../features/frame/StorageNotice';
import { useLivePart } from '../ui/useLive';
import { UpdateNotice } from '../features/frame/UpdateNotice';
import { offline } from '../offline/index';
import { MiniPlayer } from '../features/player/MiniPlayer';
import { Shortcuts } from '../features/player/Shortcuts';
import { UndoLine } from '../ui/undo/UndoLine';
import './layout.css';

/** After a change of view the focus goes to the heading, as after loading a page. Not for the first view. */
function useFocusOnHeading(pathname: string): void {
  const shown = useRef(pathname);
  useEffect(() => {
    if (shown.current !== pathname) {
      shown.current = pathname;
      document.querySelector<HTMLElement>('main h1')?.focus({ preventScroll: true });
    }
  }, [pathname]);
}

/** Hilla's generated routes ask every view that is not loaded lazily for one. */
export const config: ViewConfig = {};

export default function AppLayout() {
  const { pathname } = useLocation();
  useFocusOnHeading(pathname);
  const playerDocked = useLivePart(offline.player, (player) => player.lectureId !== null);
  return (
    <div className={playerDocked ? 'frame frame-with-player' : 'frame'}>
      <a className="skip-link" href="#content">
        {translate(key`app.skip`)}
      </a>
      <nav className="tabs" aria-label={translate(key`app.navigation`)}>
        <span className="tabs-name" aria-hidden="true">
          {translate(key`app.name`)}
        </span>
        <NavLink to="/" end>
          <HomeIcon />
          <span>{translate(key`home.title`)}</span>
        </NavLink>
        <NavLink to="/browse">
          <BrowseIcon />
          <span>{translate(key`browse.title`)}</span>
        </NavLink>
        <NavLink to="/library">
          <LibraryIcon />
          <span>{translate(key`library.title`)}</span>
        </NavLink>
        <NavLink to="/downloads">
          <DownloadIcon />
          <span>{translate(key`downloads.title`)}</span>
        </NavLink>
        <NavLink to="/settings" className="tabs-settings">
          <AccountIcon />
          <span>{translate(key`settings.title`)}</span>
        </NavLink>
      </nav>
      <main id="content" tabIndex={-1}>
        <StorageNotice />
        <UpdateNotice />
        <FaultBoundary key={pathname}>
          <Outlet />
        </FaultBoundary>
      </main>
      <FaultBoundary>
        <MiniPlayer />
        <Shortcuts />
        <UndoLine />
      </FaultBoundary>
      <Announcer />
      <AppBadge />
      <ScrollRestoration />
    </div>
  );
}
