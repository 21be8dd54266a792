import { ArrowRight } from 'lucide-react';
import type { Completeness } from '../../../../electron/core/contract/package.ts';
import { Banner, Button, Panel, Stack, StatusChip } from '../../../ui/index.ts';
import { goToItem } from '../actions.ts';
import { st } from '../texts.ts';

/** What is missing and what deviates, each with the way to its place. */
export function CompletenessPanel(props: { readonly subjectId: string; readonly completeness: Completeness }) {
  const { complete, items } = props.completeness;
  const count = items.filter(({ severity }) => severity === 'missing').length;
  return (
    <Panel title={st('completeness')}>
      <Stack gap={4}>
        {complete ? (
          <Banner tone="ok" title={st('complete')}>
            {st('completeText')}
          </Banner>
        ) : (
          <Banner tone="warning" title={st('incomplete', { count })}>
            {st('incompleteText')}
          </Banner>
        )}
        {items.length > 0 && (
          <ul className="submission__items">
            {items.map((item) => (
              <li key={item.id} className="submission__item">
                <StatusChip tone={item.severity === 'missing' ? 'warning' : 'info'}>
                  {st(`severity.${item.severity}`)}
                </StatusChip>
                <span>{item.statement}</span>
                <Button
                  size="sm"
                  variant="quiet"
                  icon={ArrowRight}
                  aria-label={st('goTo', { statement: item.statement })}
                  onPress={() => {
                    goToItem(props.subjectId, item);
                  }}
                >
                  {st('go')}
                </Button>
              </li>
            ))}
          </ul>
        )}
      </Stack>
    </Panel>
  );
}
