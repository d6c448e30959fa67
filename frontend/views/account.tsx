import { Link } from 'react-router';
import { ChangePassword } from '../features/account/ChangePassword';
import { DeleteAccount } from '../features/account/DeleteAccount';
import { DeletedAccount } from '../features/account/DeletedAccount';
import { EmailAddress } from '../features/account/EmailAddress';
import { ExportAccount } from '../features/account/ExportAccount';
import { SignedInDevices } from '../features/account/SignedInDevices';
import { useSignInOptions } from '../features/account/useSignInOptions';
import { ViewHeader } from '../features/frame/ViewHeader';
import { key, translate } from '../i18n/i18n';
import { offline } from '../offline/index';
import { Section } from '../ui/Section';
import { useLive } from '../ui/useLive';

/**
 * Regions "Change password", "E-mail address" where the server sends e-mail, "Signed-in devices", "Your data" and "Delete account"; a link to sign in when nobody is. It
 * asks what becomes of an account that was deleted.
 */
export default function AccountView() {
  const { state } = useLive(offline.account);
  const { hasPassword, email } = useSignInOptions();
  return (
    <>
      <ViewHeader title={translate(key`account.title`)} back="/settings" />
      <DeletedAccount />
      {state === 'signed-in' && (
        <>
          {hasPassword && (
            <Section title={translate(key`password.change`)}>
              <ChangePassword />
            </Section>
          )}
          {hasPassword && email && (
            <Section title={translate(key`email.address`)}>
              <EmailAddress />
            </Section>
          )}
          <Section title={translate(key`devices.title`)}>
            <SignedInDevices />
          </Section>
          <Section title={translate(key`export.title`)}>
            <ExportAccount />
          </Section>
          <Section title={translate(key`deletion.button`)}>
            <DeleteAccount hasPassword={hasPassword} />
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
