import { describe, expect, it, vi } from 'vitest';
import type { EmailChangeOutcome, Gateway } from '../gateway-port';
import { accountSettingsOf } from './account-settings';

const settings = (gateway: Partial<Gateway>) => accountSettingsOf(gateway as Gateway);

describe('the e-mail address of an account', () => {
  it.each<[EmailChangeOutcome, string | null]>([
    ['DONE', null],
    ['ADDRESS_INVALID', 'address-invalid'],
    ['WRONG_PASSWORD', 'wrong-password'],
    ['CODE_INVALID', 'code-invalid'],
  ])('is changed by an answer %s, told as %s', async (outcome, told) => {
    const changeEmailAddress = vi.fn<Gateway['changeEmailAddress']>().mockResolvedValue(outcome);
    await expect(settings({ changeEmailAddress }).changeEmailAddress('a@b.c', 'p', 'ar')).resolves.toBe(told);
    expect(changeEmailAddress).toHaveBeenCalledExactlyOnceWith('a@b.c', 'p', 'ar');
  });

  it('is told, also that there is none', async () => {
    const emailAddress = vi.fn<Gateway['emailAddress']>().mockResolvedValue(null);
    await expect(settings({ emailAddress }).emailAddress()).resolves.toEqual({ address: null });
  });
});
