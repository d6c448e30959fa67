import { NotFound } from '../components/NotFound';

/** Any address that is no view. */
export default function UnknownView() {
  return <NotFound />;
}
