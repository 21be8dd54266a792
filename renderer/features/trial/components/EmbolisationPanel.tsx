import { Fragment } from 'react';
import type { Embolisation, Subject } from '../../../../electron/core/contract/trial.ts';
import { t } from '../../../i18n/index.ts';
import { Badge } from '../../../ui/index.ts';
import { embolisationFacts } from '../model.ts';
import { CorrectedMark, EntryActions } from './EntryActions.tsx';
import { EntryPanel } from './EntryPanel.tsx';

/** Treatment: never rendered in the workspace, nor while reading mode is on. */
export function EmbolisationPanel({ subject }: { readonly subject: Subject }) {
  const byDate = [...subject.embolisations].sort((a, b) => a.date.localeCompare(b.date));
  return (
    <EntryPanel
      title={t('embolisation.title')}
      action={t('embolisation.add')}
      dialog={{ form: 'embolisation', subjectId: subject.id, entryId: null }}
      method="trial.addEmbolisation"
      subjectId={subject.id}
      entity="embolisation"
      hint={byDate.length === 0 ? t('embolisation.none') : null}
    >
      <ul className="record__embolisations">
        {byDate.map((embolisation) => (
          <li key={embolisation.id}>
            <One subject={subject} embolisation={embolisation} />
          </li>
        ))}
      </ul>
    </EntryPanel>
  );
}

function One({ subject, embolisation }: { readonly subject: Subject; readonly embolisation: Embolisation }) {
  const { id, corrected, date, kind, portalBranches, hepaticVeins, materials, note, details } = embolisation;
  return (
    <>
      <div className="record__embolisation-head">
        <strong>{date}</strong>
        <Badge>{t(`kindShort.${kind}`)}</Badge>
        <CorrectedMark isShown={corrected} />
        <EntryActions
          name={`${t(`kindShort.${kind}`)}, ${date}`}
          entity="embolisation"
          subjectId={subject.id}
          entryId={id}
        />
      </div>
      <dl className="facts">
        {portalBranches.length > 0 && (
          <>
            <dt>{t('embolisation.portal')}</dt>
            <dd>{sentence(portalBranches.map((one) => t(`portal.${one}`)))}</dd>
          </>
        )}
        {hepaticVeins.length > 0 && (
          <>
            <dt>{t('embolisation.hepatic')}</dt>
            <dd>{sentence(hepaticVeins.map((one) => t(`hepatic.${one}`)))}</dd>
          </>
        )}
        <dt>{t('embolisation.materials')}</dt>
        <dd>{sentence(materials.map((one) => t(`material.${one}`)))}</dd>
        {embolisationFacts(details).map(({ name, value }) => (
          <Fragment key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </Fragment>
        ))}
        {note !== '' && (
          <>
            <dt>{t('record.note')}</dt>
            <dd>{note}</dd>
          </>
        )}
      </dl>
    </>
  );
}

/** `Right anterior, right posterior` */
const sentence = (names: readonly string[]): string =>
  names.map((name, at) => (at === 0 ? name : name.charAt(0).toLowerCase() + name.slice(1))).join(', ');
