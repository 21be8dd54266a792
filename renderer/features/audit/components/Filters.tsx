import { role } from '../../../../electron/core/contract/accounts.ts';
import { noticeError } from '../../../app/notices.ts';
import { Button, DateField, Select, TextField } from '../../../ui/index.ts';
import { clearFilters, setFilter } from '../actions.ts';
import { emptyDraft, inWords, isDay } from '../model.ts';
import type { FilterDraft } from '../model.ts';
import { useAudit } from '../store.ts';
import { at } from '../texts.ts';

const change = (part: Partial<FilterDraft>): void => {
  setFilter(part).catch(noticeError);
};
const options = (names: readonly string[], label = inWords) => [
  { value: '', label: at('all') },
  ...names.map((name) => ({ value: name, label: label(name) })),
];
const dayError = (day: string): string | undefined => (day === '' || isDay(day) ? undefined : at('error.date'));

export function Filters() {
  const { draft, values, subjectError } = useAudit();
  const isEmpty = Object.entries(emptyDraft).every(([name, empty]) => draft[name as keyof FilterDraft] === empty);
  return (
    <form
      className="audit__filters"
      aria-label={at('filters')}
      onSubmit={(event) => {
        event.preventDefault();
      }}
    >
      <DateField
        label={at('from')}
        value={draft.from}
        error={dayError(draft.from)}
        onChange={(from) => {
          change({ from });
        }}
      />
      <DateField
        label={at('until')}
        value={draft.until}
        error={dayError(draft.until)}
        onChange={(until) => {
          change({ until });
        }}
      />
      <Select
        label={at('who')}
        value={draft.user}
        options={options(values.users, String)}
        onChange={(user) => {
          change({ user });
        }}
      />
      <Select
        label={at('role')}
        value={draft.role}
        options={options(role.options)}
        onChange={(next) => {
          change({ role: next });
        }}
      />
      <Select
        label={at('action')}
        value={draft.action}
        options={options(values.actions)}
        onChange={(action) => {
          change({ action });
        }}
      />
      <Select
        label={at('entity')}
        value={draft.entity}
        options={options(values.entities)}
        onChange={(entity) => {
          change({ entity });
        }}
      />
      <TextField
        label={at('subject')}
        value={draft.subjectCode}
        error={subjectError ?? undefined}
        onChange={(subjectCode) => {
          change({ subjectCode });
        }}
      />
      <TextField
        label={at('text')}
        placeholder={at('textHint')}
        value={draft.text}
        onChange={(text) => {
          change({ text });
        }}
      />
      <div className="audit__clear">
        <Button
          isDisabled={isEmpty}
          onPress={() => {
            clearFilters().catch(noticeError);
          }}
        >
          {at('clear')}
        </Button>
      </div>
    </form>
  );
}
