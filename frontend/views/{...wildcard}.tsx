import { NotFound } from '../features/catalogue/NotFound';

/** Any address that is no view. */
export default function UnknownView() {
  return <NotFound />;
}
