import { NotFound } from '../features/catalogue/NotFound';

/** For addresses that are no view. */
export default function UnknownView() {
  return <NotFound />;
}
