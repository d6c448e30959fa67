/**
 * A real OpenID Connect provider for tests, with the plain forms of oidc-provider. Whoever types a login is signed in by
 * that login as the subject. Arguments: the port, and the address to which browsers come back.
 */
import Provider from 'oidc-provider';

const [port, redirectUri] = process.argv.slice(2);
const issuer = `http://127.0.0.1:${port}`;

const provider = new Provider(issuer, {
  clients: [{ client_id: 'durus', client_secret: 'a secret of the test', redirect_uris: [redirectUri] }],
  pkce: { required: () => true },
  claims: { openid: ['sub'], profile: ['preferred_username'], email: ['email'] },
  findAccount: (_, id) => ({
    accountId: id,
    claims: () => ({ sub: id, preferred_username: id.replace(/^\w+:/, ''), email: 'same@example.org' }),
  }),
  cookies: { keys: ['of the test'] },
});
provider.listen(Number(port), '127.0.0.1', () => {
  console.log(`serves ${issuer}`);
});
