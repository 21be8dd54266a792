import { useState } from 'react';
import type { Growth } from '../../../../electron/core/contract/results.ts';
import type { Subject } from '../../../../electron/core/contract/trial.ts';
import { embolisationName } from '../../../../electron/core/domain/embolisations.ts';
import { errorSentence } from '../../../app/notices.ts';
import { useQuery } from '../../../host/index.ts';
import { t } from '../../../i18n/index.ts';
import { Banner, Disclosure, Select, type Option } from '../../../ui/index.ts';
import { ctName } from '../model.ts';
import { GrowthTable } from './GrowthTable.tsx';

/** The rule's own choice among the embolisations. */
const BY_RULE = 'rule';

interface Props {
  readonly subject: Subject;
  readonly growth: readonly Growth[];
  readonly formulas: boolean;
}

/** Growth between two CTs of the person's choice, counted from an embolisation of the person's choice. */
export function AnyGrowth({ subject, growth, formulas }: Props) {
  const measured = new Set(growth.flatMap(({ fromTimePointId, toTimePointId }) => [fromTimePointId, toTimePointId]));
  const cts = subject.timePoints
    .filter(({ id }) => measured.has(id))
    .map((each): Option<string> => ({ value: each.id, label: ctName(each), description: each.date }));
  const [from, setFrom] = useState<string>();
  const [to, setTo] = useState<string>();
  const [counted, setCounted] = useState<string>(BY_RULE);
  if (cts.length < 2) return null;
  const first = from ?? cts[0]!.value;
  const second = to ?? cts.at(-1)!.value;
  const embolisations: Option<string>[] = [
    { value: BY_RULE, label: t('results.countFromRule') },
    ...subject.embolisations.map((each) => ({ value: each.id, label: embolisationName(each) })),
  ];
  return (
    <div className="results__any">
      <Disclosure summary={t('results.other')}>
        <div className="results__ask">
          <Select label={t('results.from')} value={first} options={cts} onChange={setFrom} />
          <Select label={t('results.to')} value={second} options={cts} onChange={setTo} />
          <Select label={t('results.countFrom')} value={counted} options={embolisations} onChange={setCounted} />
        </div>
        <Answer
          subject={subject}
          fromTimePointId={first}
          toTimePointId={second}
          embolisationId={counted === BY_RULE ? undefined : counted}
          formulas={formulas}
        />
      </Disclosure>
    </div>
  );
}

const recordEvents = ['trial.changed', 'segmentation.changed'] as const;

function Answer(props: {
  readonly subject: Subject;
  readonly fromTimePointId: string;
  readonly toTimePointId: string;
  readonly embolisationId: string | undefined;
  readonly formulas: boolean;
}) {
  const { subject, formulas, embolisationId, ...pair } = props;
  const { data, error } = useQuery(
    'results.growthBetween',
    { subjectId: subject.id, ...pair, ...(embolisationId !== undefined && { embolisationId }) },
    { refreshOn: recordEvents },
  );
  if (error !== undefined) return <Banner tone="danger">{errorSentence(error)}</Banner>;
  if (!data) return null;
  return (
    <>
      <p className="results__statement" role="status">
        {data.statement}
      </p>
      <GrowthTable subject={subject} growth={[data]} formulas={formulas} />
    </>
  );
}
