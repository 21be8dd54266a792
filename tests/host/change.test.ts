import { describe, expect, it } from 'vitest';
import { auditPage, verifyTrail } from '../../electron/host/audit/index.ts';
import { addSubject, listSubjects } from '../../electron/host/trial/index.ts';
import { VERSION, openStore, temporaryFolder } from './support.ts';

const entry = (entityId: string) => ({ action: 'create', entity: 'thing', entityId });
const open = () => openStore(temporaryFolder(), { now: () => new Date('2026-03-01T12:00:00.000Z') }).context;

describe('a change', () => {
  it('leaves who, where, when, with which version, what it was and what it became', () => {
    const context = open();
    context.change((record) => {
      record({
        ...entry('1'),
        action: 'update',
        oldValue: { b: 1, a: 2 },
        newValue: { b: 2, a: [null] },
        reason: 'typing error',
      });
    });
    expect(auditPage(context, { limit: 5 }).entries).toEqual([
      {
        sequence: 1,
        at: '2026-03-01T12:00:00.000Z',
        utcOffsetMinutes: 0 - new Date('2026-03-01T12:00:00.000Z').getTimezoneOffset(),
        user: expect.stringMatching(/./) as string,
        role: 'none',
        workstation: expect.stringMatching(/./) as string,
        version: VERSION,
        action: 'update',
        entity: 'thing',
        entityId: '1',
        oldValue: '{"a":2,"b":1}',
        newValue: '{"a":[null],"b":2}',
        reason: 'typing error',
        previousHash: '0'.repeat(64),
        rowsSha256: null,
        hash: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      },
    ]);
  });

  it('that fails half way leaves nothing, neither rows nor entries', async () => {
    const context = open();
    const failing = () => {
      context.change((record) => {
        context.db.exec(
          `INSERT INTO subject (id, code, sex, liver_quality, created_at) VALUES ('1', 'X1', 'male', 'normal', 'now')`,
        );
        record(entry('1'));
        throw new Error('half way');
      });
    };
    expect(failing).toThrow('half way');
    expect(listSubjects(context)).toEqual([]);
    expect(await verifyTrail(context)).toMatchObject({ ok: true, entries: 0, problem: null });
  });

  it('is one piece of synchronous work: neither nested nor awaited', () => {
    const context = open();
    expect(() => {
      context.change(() => {
        context.change((record) => {
          record(entry('1'));
        });
      });
    }).toThrow('within a change');
    expect(() =>
      context.change((record) => {
        record(entry('2'));
        return Promise.resolve();
      }),
    ).toThrow('promise');
    expect(auditPage(context, { limit: 5 }).entries).toEqual([]);
  });

  it('on a full disk is told as such, and leaves nothing', async () => {
    const context = open();
    addSubject(context, { code: 'NL01-001', sex: 'male', liverQuality: 'normal' });
    const pages = context.db.pragma('page_count', { simple: true }) as number;
    context.db.pragma(`max_page_count = ${pages}`);
    expect(() => {
      for (let number = 0; number < 1000; number++)
        addSubject(context, { code: `NL02-${number}`, sex: 'male', liverQuality: 'normal' });
    }).toThrow(expect.objectContaining({ code: 'io', message: expect.stringContaining('full') as string }) as Error);
    context.db.pragma('max_page_count = 1000000');
    addSubject(context, { code: 'NL03-001', sex: 'male', liverQuality: 'normal' });
    expect(await verifyTrail(context)).toMatchObject({ ok: true, entries: listSubjects(context).length });
  });

  it('is listed newest first, page by page', () => {
    const context = open();
    for (const id of ['1', '2', '3', '4', '5'])
      context.change((record) => {
        record(entry(id));
      });
    const page = (before?: number) => auditPage(context, { before, limit: 2 }).entries.map(({ entityId }) => entityId);
    expect([page(), page(4), page(2), page(1)]).toEqual([['5', '4'], ['3', '2'], ['1'], []]);
  });
});
