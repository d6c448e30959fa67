import { Link } from 'react-router';
import { ChangePassword } from '../features/account/ChangePassword';
import { SignedInDevices } from '../features/account/SignedInDevices';
import { ViewHeader } from '../features/frame/ViewHeader';
import { key, translate } from '../i18n/i18n';
import { offline } from '../offline/index';
import { Section } from '../ui/Section';
import { useLive } from '../ui/useLive';

/** Regions "Change password" and "Signed-in devices"; a link to sign in when nobody is. */
export default function AccountView() {
  const { state } = useLive(offline.account);
  return (
    <>
      <ViewHeader title={translate(key`account.title`)} back="/settings" />
      {state === 'signed-in' && (
        <>
          <Section title={translate(key`password.change`)}>
            <ChangePassword />
          </Section>
          <Section title={translate(key`devices.title`)}>
            <SignedInDevices />
          </Section>
        </>
      )}
      {(state === 'guest' || state === 'expired') && (
        <Link to="/sign-in" className="filled-button">
          {translate(key`signin.title`)}
        </Link>
      )}
    </>
  );
}
