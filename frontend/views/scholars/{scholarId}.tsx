import { useParams } from 'react-router';
import { CatalogueGate } from '../../features/catalogue/CatalogueGate';
import { Description } from '../../ui/Description';
import { NotHere } from '../../features/catalogue/Arriving';
import { ScholarContents } from '../../features/scholar/ScholarContents';
import { useLivePart } from '../../ui/useLive';
import { useStored } from '../../features/catalogue/useStored';
import { ViewHeader } from '../../features/frame/ViewHeader';
import { offline } from '../../offline/index';

function Scholar({ scholarId }: { readonly scholarId: string }) {
  const scholar = useLivePart(offline.catalogue, (catalogue) => catalogue.scholars.get(scholarId));
  const stored = useStored('scholar', scholarId);
  if (!scholar) {
    return <NotHere looked={stored} />;
  }
  return (
    <>
      <ViewHeader title={scholar.name} back="/browse" />
      <Description text={scholar.description} />
      {stored && <ScholarContents scholar={scholar} />}
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
