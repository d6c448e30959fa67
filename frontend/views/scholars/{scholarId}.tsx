import { useParams } from 'react-router';
import { CatalogueGate } from '../../components/CatalogueGate';
import { Description } from '../../components/Description';
import { NotFound } from '../../components/NotFound';
import { ScholarContents } from '../../components/ScholarContents';
import { useLivePart } from '../../components/useLive';
import { ViewHeader } from '../../components/ViewHeader';
import { offline } from '../../offline/index';

function Scholar({ scholarId }: { readonly scholarId: string }) {
  const scholar = useLivePart(offline.catalogue, (catalogue) => catalogue.scholars.get(scholarId));
  if (!scholar) {
    return <NotFound />;
  }
  return (
    <>
      <ViewHeader title={scholar.name} back="/browse" />
      <Description text={scholar.description} />
      <ScholarContents scholar={scholar} />
    </>
  );
}

export default function ScholarView() {
  const { scholarId = '' } = useParams();
  return (
    <CatalogueGate withHeader>
      <Scholar scholarId={scholarId} />
    </CatalogueGate>
  );
}
