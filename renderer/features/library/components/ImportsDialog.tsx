import type { ImportReport } from '../../../../electron/core/contract/library.ts';
import { useQuery } from '../../../host/index.ts';
import { t } from '../../../i18n/index.ts';
import { Button, Dialog, StatusChip, Table, type ColumnSpec } from '../../../ui/index.ts';
import { closeImports, showReport } from '../actions/imports.ts';
import { countsText, sourcesText, stateTone } from '../model/imports.ts';

const importEvents = ['library.changed', 'jobs.changed'] as const;

/** Every import there was, the newest first; each opens its report. */
export function ImportsDialog() {
  const { data } = useQuery('library.listImports', {}, { refreshOn: importEvents });
  return (
    <Dialog
      title={t('imports.title')}
      isOpen
      onClose={closeImports}
      size="lg"
      footer={
        <Button variant="primary" onPress={closeImports}>
          {t('common.close')}
        </Button>
      }
    >
      {data ? (
        <div className="imports">
          <Table
            label={t('imports.title')}
            columns={columns}
            items={data}
            itemId={({ id }) => id}
            itemText={({ startedAt }) => startedAt}
            onAction={({ id }) => {
              showReport(id);
            }}
            empty={t('imports.empty')}
          />
        </div>
      ) : (
        t('common.loading')
      )}
    </Dialog>
  );
}

const columns: readonly ColumnSpec<ImportReport>[] = [
  {
    id: 'when',
    title: t('imports.when'),
    isRowHeader: true,
    className: 'imports__line',
    cell: ({ startedAt }) => `${startedAt.slice(0, 16).replace('T', ' ')} UTC`,
  },
  { id: 'from', title: t('imports.from'), className: 'imports__from', cell: sourcesText },
  { id: 'result', title: t('imports.result'), cell: countsText },
  {
    id: 'state',
    title: t('imports.state'),
    cell: ({ state }) => <StatusChip tone={stateTone[state]}>{t(`imports.state.${state}`)}</StatusChip>,
  },
];
