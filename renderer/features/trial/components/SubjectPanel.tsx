import { PenLine } from 'lucide-react';
import { Fragment } from 'react';
import type { Subject } from '../../../../electron/core/contract/trial.ts';
import { localDate } from '../../../../electron/core/domain/dates.ts';
import { implausibleDates } from '../../../../electron/core/domain/subjectDates.ts';
import { useQuery } from '../../../host/index.ts';
import { t } from '../../../i18n/index.ts';
import { Banner } from '../../../ui/index.ts';
import { subjectFacts } from '../model.ts';
import { CorrectedMark } from './EntryActions.tsx';
import { EntryPanel } from './EntryPanel.tsx';

/** What is recorded of the subject itself. */
export function SubjectPanel({ subject }: { readonly subject: Subject }) {
  const { data: sites } = useQuery('trial.listSites', {});
  const { data: protocols } = useQuery('results.protocols', {});
  const names = {
    site: sites?.find(({ id }) => id === subject.siteId)?.code ?? null,
    protocol: protocols?.find(({ id }) => id === subject.protocolId)?.name ?? subject.protocolId,
  };
  return (
    <EntryPanel
      title={t('subject.title')}
      action={t('subject.change')}
      icon={PenLine}
      dialog={{ form: 'subject', subjectId: subject.id, entryId: null }}
      method="trial.changeSubject"
      subjectId={subject.id}
      entity="subject"
      hint={null}
    >
      <CorrectedMark isShown={subject.corrected} />
      <dl className="facts">
        {subjectFacts(subject, names).map(({ name, value }) => (
          <Fragment key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </Fragment>
        ))}
      </dl>
    </EntryPanel>
  );
}

/** Dates that are kept but unlikely. They tell of the treatment, so they are not shown while images are read. */
export function DateWarnings({ subject }: { readonly subject: Subject }) {
  const found = implausibleDates(subject, localDate(new Date()));
  if (found.length === 0) return null;
  return (
    <Banner tone="warning" title={t('entry.warnings')}>
      {found.map((sentence) => (
        <div key={sentence}>{sentence}</div>
      ))}
    </Banner>
  );
}
