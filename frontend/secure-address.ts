/**
 * What to say where the browser does not let the app work: a page whose address begins with `http` has no service worker
 * and no `crypto.randomUUID`, unless it is on this machine. Null where the app can start. The texts are not loaded yet,
 * so it is written here in every language.
 */
export function insecureAddressWords(page: Pick<Window, 'isSecureContext'>): string | null {
  return page.isSecureContext
    ? null
    : 'Salafi Durus keeps lectures on this device, and the browser allows that only at a secure address. Please open ' +
        'the address that begins with https. Whoever runs this server finds the way under “HTTPS” in ' +
        'docs/operations.md. · يحفظ التطبيق الدروس على هذا الجهاز، ولا يسمح المتصفح بذلك إلا في عنوان آمن. افتح العنوان ' +
        'الذي يبدأ بـ https. ويجد القائم على هذا الخادم الطريقة تحت «HTTPS» في docs/operations.md.';
}
