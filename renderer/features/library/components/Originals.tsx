import { FileSearch } from 'lucide-react';
import type { Series } from '../../../../electron/core/contract/library.ts';
import { t } from '../../../i18n/index.ts';
import { Banner, Button, Stack } from '../../../ui/index.ts';
import { checkOriginals } from '../actions/series.ts';
import { useLibrary } from '../store.ts';

const MOST_NAMED = 10;

/** Whether the files that a series was made of are still there, unchanged. */
export function Originals({ series }: { readonly series: Series }) {
  const isBusy = useLibrary((state) => state.busy.includes(series.id));
  const found = useLibrary((state) => state.checked[series.id]);
  return (
    <Stack gap={2}>
      <Button
        size="sm"
        variant="quiet"
        icon={FileSearch}
        isDisabled={isBusy}
        onPress={() => {
          void checkOriginals(series.id);
        }}
      >
        {t(isBusy ? 'originals.checking' : 'originals.check')}
      </Button>
      {found && found.missing.length + found.changed.length === 0 && <Banner tone="ok">{t('originals.whole')}</Banner>}
      {found && <LostOriginals {...found} />}
    </Stack>
  );
}

interface Found {
  readonly missing: readonly string[];
  readonly changed: readonly string[];
}

/** Names the files that are not what was imported; nothing when all are. */
export const LostOriginals = ({ missing, changed }: Found) => (
  <>
    <Lost title={t('originals.missing', { count: missing.length })} names={missing} />
    <Lost title={t('originals.changed', { count: changed.length })} names={changed} />
  </>
);

function Lost({ title, names }: { readonly title: string; readonly names: readonly string[] }) {
  if (names.length === 0) return null;
  const more = names.length - MOST_NAMED;
  return (
    <Banner tone="warning" title={title}>
      {t('originals.missingText')}
      <ul>
        {names.slice(0, MOST_NAMED).map((name) => (
          <li key={name}>{name}</li>
        ))}
        {more > 0 && <li>{t('originals.more', { count: more })}</li>}
      </ul>
    </Banner>
  );
}
