import { type ReactNode, useEffect } from 'react';
import { Link, useNavigate } from 'react-router';
import { key, translate } from '../../i18n/i18n';
import { BackIcon } from '../../ui/icons';
import { OfflineSign } from './OfflineSign';
import { useCommand } from '../../ui/useCommand';
import './ViewHeader.css';

interface ViewHeaderProps {
  readonly title: string;
  /** Where "Back" leads when the history has no earlier view. Null, without "Back", for the four views of the tabs. */
  readonly back?: string | null;
  /** False where the view has its own h1. */
  readonly heading?: boolean;
  readonly offlineInWords?: boolean;
  readonly children?: ReactNode;
}

/** The top of a view: h1, link back, offline sign. It also sets the document's title. */
export function ViewHeader({
  title,
  back = null,
  heading = true,
  offlineInWords = false,
  children,
}: ViewHeaderProps) {
  const navigate = useNavigate();
  const run = useCommand();
  useEffect(() => {
    document.title = translate(key`app.title`, { view: title });
  }, [title]);

  return (
    <header className="view-header">
      {back !== null && (
        <Link
          to={back}
          className="icon-button view-header-back"
          aria-label={translate(key`app.back`)}
          onClick={(event) => {
            // After a deep link the history has no view of the app. Then the link itself leads to the parent.
            if ((window.history.state as { idx?: number } | null)?.idx) {
              event.preventDefault();
              run(Promise.resolve(navigate(-1)));
            }
          }}
        >
          <BackIcon />
        </Link>
      )}
      {heading && <h1 tabIndex={-1}>{title}</h1>}
      <span className="view-header-end">
        <OfflineSign inWords={offlineInWords} />
        {children}
      </span>
    </header>
  );
}
