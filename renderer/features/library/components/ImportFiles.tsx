import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useState } from 'react';
import type { FileOutcome, ImportReport, ReportedFile } from '../../../../electron/core/contract/library.ts';
import { errorSentence } from '../../../app/notices.ts';
import { useQuery } from '../../../host/index.ts';
import { t } from '../../../i18n/index.ts';
import { Banner, IconButton, Row, Select, Stack } from '../../../ui/index.ts';
import { outcomes, pathBelow } from '../model/imports.ts';

const PAGE = 200;
type Shown = FileOutcome | 'all';

/** What a person looks for first: the files that did not simply come in. */
const firstShown = (counts: Readonly<Record<FileOutcome, number>>): Shown =>
  (['conflict', 'skipped', 'put_aside'] as const).find((outcome) => counts[outcome] > 0) ?? 'all';

/** Every file of an import with what became of it and why, in pages, by outcome. */
export function ImportFiles(props: {
  readonly report: ImportReport;
  readonly counts: Readonly<Record<FileOutcome, number>>;
}) {
  const { report, counts } = props;
  const [chosen, setChosen] = useState<Shown | null>(null);
  const [page, setPage] = useState(0);
  const outcome = chosen ?? firstShown(counts);
  const { data, error } = useQuery('library.importFiles', {
    jobId: report.id,
    offset: page * PAGE,
    limit: PAGE,
    ...(outcome === 'all' ? {} : { outcome }),
  });
  const total = data?.total ?? 0;
  const from = page * PAGE;
  return (
    <Stack gap={3}>
      <Row align="between">
        <div className="imports__filter">
          <Select<Shown>
            label={t('imports.filter')}
            value={outcome}
            options={[
              { value: 'all', label: t('imports.outcome.all') },
              ...outcomes.map((value) => ({ value, label: `${t(`imports.outcome.${value}`)} (${counts[value]})` })),
            ]}
            onChange={(value) => {
              setChosen(value);
              setPage(0);
            }}
          />
        </div>
        {total > PAGE && (
          <Row>
            <span className="library__faint">
              {t('imports.range', { from: from + 1, to: Math.min(from + PAGE, total), total })}
            </span>
            <IconButton
              label={t('imports.previous')}
              icon={ChevronLeft}
              isDisabled={page === 0}
              onPress={() => {
                setPage(page - 1);
              }}
            />
            <IconButton
              label={t('imports.next')}
              icon={ChevronRight}
              isDisabled={from + PAGE >= total}
              onPress={() => {
                setPage(page + 1);
              }}
            />
          </Row>
        )}
      </Row>
      {error !== undefined && <Banner tone="danger">{errorSentence(error)}</Banner>}
      {data && <Files files={data.files} sources={report.sources} showOutcome={outcome === 'all'} />}
    </Stack>
  );
}

function Files(props: {
  readonly files: readonly ReportedFile[];
  readonly sources: readonly string[];
  readonly showOutcome: boolean;
}) {
  if (props.files.length === 0) return <p className="library__faint">{t('imports.none')}</p>;
  return (
    <div className="imports__files" tabIndex={0} role="region" aria-label={t('imports.list')}>
      <table className="ui-table">
        <caption className="visually-hidden">{t('imports.list')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('imports.file')}</th>
            {props.showOutcome && <th scope="col">{t('imports.outcome')}</th>}
            <th scope="col">{t('imports.reason')}</th>
          </tr>
        </thead>
        <tbody>
          {props.files.map(({ path, outcome, reason }, index) => (
            // A file may be listed more than once, e.g. for each of its frames.
            <tr key={`${index} ${path}`}>
              <td className="imports__path">{pathBelow(props.sources, path)}</td>
              {props.showOutcome && <td className="imports__line">{t(`imports.outcome.${outcome}`)}</td>}
              <td>{reason || '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
