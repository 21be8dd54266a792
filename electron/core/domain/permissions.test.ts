import { describe, expect, it } from 'vitest';
import { role, type Role } from '../contract/accounts.ts';
import { contract } from '../contract/index.ts';
import { isForAnyone, mayCall, permissions, refusalOf, type MethodId } from './permissions.ts';

const methods = Object.entries(contract).flatMap(([service, { methods: own }]) =>
  Object.keys(own).map((name) => `${service}.${name}` as MethodId),
);
const allowed = (who: Role | null): MethodId[] => methods.filter((method) => mayCall(who, method));

describe('permissions', () => {
  it('have exactly the methods of the contract', () => {
    const rows = Object.entries(permissions).flatMap(([service, row]) =>
      Object.keys(row).map((name) => `${service}.${name}`),
    );
    expect(rows.sort()).toEqual([...methods].sort());
  });

  it('let nobody do anything but sign in before that', () => {
    expect(allowed(null)).toEqual(methods.filter(isForAnyone));
    expect(allowed(null).every((method) => method.startsWith('accounts.'))).toBe(true);
  });

  it('let one person without accounts do everything', () => {
    expect(allowed('none')).toEqual(methods);
  });

  it('let a monitor do only what every role may', () => {
    const roles = role.options.filter((each) => each !== 'none');
    expect(allowed('monitor')).toEqual(methods.filter((method) => roles.every((each) => mayCall(each, method))));
  });

  it('keep accounts and settings to administrators, and drawing to readers', () => {
    const only = (method: MethodId): Role[] => role.options.filter((each) => each !== 'none' && mayCall(each, method));
    for (const method of ['accounts.add', 'accounts.list', 'accounts.setRole', 'settings.set'] as const)
      expect(only(method)).toEqual(['administrator']);
    expect(only('segmentation.commit')).toEqual(['reader', 'interventional_radiologist']);
    expect(only('trial.addSubject')).toEqual(['site_staff', 'administrator']);
  });

  it('say why, in one sentence, exactly where they refuse', () => {
    for (const who of role.options)
      for (const method of methods) {
        const refusal = refusalOf(who, method);
        expect(refusal === null, `${who} ${method}`).toBe(mayCall(who, method));
        if (refusal !== null) expect(refusal).toMatch(/^[A-Z].*\.$/);
      }
    expect(refusalOf('monitor', 'settings.set')).toContain('administrator');
  });

  it('know no method that is not there', () => {
    for (const name of ['accounts.toString', 'constructor.name', '__proto__.x', 'trial.drop'])
      expect(mayCall('none', name as MethodId)).toBe(false);
  });
});
