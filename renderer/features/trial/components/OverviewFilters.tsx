import {
  overviewOrder,
  visitStatus,
  type OverviewFilter,
  type Site,
  type SubjectSummary,
} from '../../../../electron/core/contract/trial.ts';
import { useQuery } from '../../../host/index.ts';
import { t } from '../../../i18n/index.ts';
import { Select, TextField } from '../../../ui/index.ts';
import { editFilter } from '../overview.ts';

/** A choice that filters nothing. */
const ANY = 'any';
/** Subjects that belong to no site. */
const NO_SITE = 'none';

/** Which subjects are shown, and in which order. */
export function OverviewFilters(props: {
  readonly subjects: readonly SubjectSummary[];
  readonly sites: readonly Site[];
  readonly filter: OverviewFilter;
}) {
  const { subjects, sites, filter } = props;
  const { data: protocols } = useQuery('results.protocols', {});
  const used = new Set(subjects.map(({ protocolId }) => protocolId));
  const any = { value: ANY, label: t('overview.any') };
  return (
    <div className="record__filters" role="search">
      <TextField
        label={t('overview.filter')}
        placeholder={t('overview.filterHint')}
        value={filter.text ?? ''}
        maxLength={32}
        onChange={(text) => {
          editFilter({ text: text === '' ? undefined : text });
        }}
      />
      <Select
        label={t('overview.state')}
        value={filter.status ?? ANY}
        options={[any, ...visitStatus.options.map((value) => ({ value, label: t(`state.${value}`) }))]}
        onChange={(status) => {
          editFilter({ status: status === ANY ? undefined : visitStatus.parse(status) });
        }}
      />
      {sites.length > 0 && (
        <Select
          label={t('overview.site')}
          value={filter.siteId === null ? NO_SITE : (filter.siteId ?? ANY)}
          options={[
            any,
            ...sites.map(({ id, code }) => ({ value: id, label: code })),
            { value: NO_SITE, label: t('subject.siteNone') },
          ]}
          onChange={(siteId) => {
            editFilter({ siteId: siteId === ANY ? undefined : siteId === NO_SITE ? null : siteId });
          }}
        />
      )}
      {used.size > 1 && (
        <Select
          label={t('overview.protocol')}
          value={filter.protocolId ?? ANY}
          options={[
            any,
            ...[...used].map((id) => ({ value: id, label: protocols?.find((each) => each.id === id)?.name ?? id })),
          ]}
          onChange={(protocolId) => {
            editFilter({ protocolId: protocolId === ANY ? undefined : protocolId });
          }}
        />
      )}
      <Select
        label={t('overview.order')}
        value={filter.order ?? 'next'}
        options={overviewOrder.options.map((value) => ({ value, label: t(`overview.order.${value}`) }))}
        onChange={(order) => {
          editFilter({ order });
        }}
      />
    </div>
  );
}
