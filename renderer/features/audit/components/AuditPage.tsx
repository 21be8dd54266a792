import { ShieldCheck } from 'lucide-react';
import { useEffect } from 'react';
import type { AuditEntry } from '../../../../electron/core/contract/audit.ts';
import { noticeError } from '../../../app/notices.ts';
import { useSession } from '../../../app/session.ts';
import { useConnection } from '../../../host/index.ts';
import { t } from '../../../i18n/index.ts';
import { Banner, Button, Page, Panel } from '../../../ui/index.ts';
import { loadNewest, loadOlder, verifyChain } from '../actions.ts';
import { changeName, entryTime, isTreatment, prettyValue } from '../model.ts';
import { useAudit } from '../store.ts';
import './audit.css';

export function AuditPage() {
  const { entries, hasOlder, verdict, isVerifying } = useAudit();
  const { line } = useConnection();
  useEffect(() => {
    loadNewest().catch(noticeError);
  }, [line]);
  return (
    <Page
      wide
      title={t('audit.title')}
      subtitle={t('audit.subtitle')}
      actions={
        <Button
          icon={ShieldCheck}
          variant="primary"
          isDisabled={isVerifying}
          onPress={() => {
            verifyChain().catch(noticeError);
          }}
        >
          {t('audit.verify')}
        </Button>
      }
    >
      {verdict?.ok === true && <Banner tone="ok">{t('audit.ok', { count: verdict.entries })}</Banner>}
      {verdict?.ok === false && (
        <Banner tone="danger" title={t('audit.broken')}>
          {verdict.problem}
        </Banner>
      )}
      <Panel flush>
        {entries.length === 0 ? <p className="audit__empty">{t('audit.empty')}</p> : <Trail entries={entries} />}
      </Panel>
      {hasOlder && (
        <Button
          onPress={() => {
            loadOlder().catch(noticeError);
          }}
        >
          {t('audit.older')}
        </Button>
      )}
    </Page>
  );
}

function Trail({ entries }: { readonly entries: readonly AuditEntry[] }) {
  const reading = useSession((session) => session.reading);
  return (
    <table className="ui-table audit">
      <thead>
        <tr>
          <th scope="col" className="ui-align-end">
            {t('audit.number')}
          </th>
          <th scope="col">{t('audit.when')}</th>
          <th scope="col">{t('audit.who')}</th>
          <th scope="col">{t('audit.what')}</th>
          <th scope="col">{t('audit.change')}</th>
          <th scope="col">{t('audit.hash')}</th>
        </tr>
      </thead>
      <tbody>
        {entries.map((entry) => (
          <tr key={entry.sequence}>
            <td className="ui-align-end">{entry.sequence}</td>
            <td className="audit__line">{entryTime(entry)}</td>
            <td>{entry.user}</td>
            <td className="audit__line">{changeName(entry)}</td>
            <td>{reading && isTreatment(entry) ? t('reading.hidden') : <Change entry={entry} />}</td>
            <td>
              <code title={entry.hash}>{entry.hash.slice(0, 12)}</code>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Change({ entry }: { readonly entry: AuditEntry }) {
  return (
    <details className="audit__change">
      <summary>{entry.reason === null ? t('audit.details') : t('audit.reason', { reason: entry.reason })}</summary>
      <div className="audit__values">
        <div>
          <span>{t('audit.before')}</span>
          <pre>{prettyValue(entry.oldValue)}</pre>
        </div>
        <div>
          <span>{t('audit.after')}</span>
          <pre>{prettyValue(entry.newValue)}</pre>
        </div>
      </div>
    </details>
  );
}
