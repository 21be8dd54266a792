import { Check, ChevronDown, CircleQuestionMark } from 'lucide-react';
import { Button } from 'react-aria-components';
import type { Series } from '../../../../electron/core/contract/library.ts';
import { useRefusal } from '../../../host/index.ts';
import { t } from '../../../i18n/index.ts';
import { ChoiceMenu, type Choice } from '../../../ui/index.ts';
import { confirmPhase } from '../actions/series.ts';
import { phaseName, phases, shownPhase } from '../model/series.ts';

const TAKE_BACK = 'take-back';

function choicesFor({ phase: { proposed, confirmed, basis } }: Series): Choice[] {
  const named = phases.map((id) => ({
    id,
    label: phaseName(id),
    description: id === proposed && basis !== '' ? t('phase.basis', { basis }) : undefined,
  }));
  return confirmed === null ? named : [...named, { id: TAKE_BACK, label: t('phase.takeBack') }];
}

/** The contrast phase as a chip: dashed while it is only a proposal. Its menu confirms or changes it. */
export function PhaseMenu({ series }: { readonly series: Series }) {
  const { phase, isConfirmed } = shownPhase(series);
  const name =
    phase === null
      ? t('phase.unknown')
      : isConfirmed
        ? phaseName(phase)
        : t('phase.proposed', { phase: phaseName(phase) });
  const look = phase === null ? 'unknown' : isConfirmed ? 'confirmed' : 'proposed';
  const Icon = isConfirmed ? Check : CircleQuestionMark;
  const refusal = useRefusal('library.confirmPhase');
  return (
    <ChoiceMenu
      label={t('phase.menu')}
      choices={choicesFor(series)}
      selectedId={series.phase.confirmed}
      onChoose={(id) => {
        void confirmPhase(series.id, phases.find((one) => one === id) ?? null);
      }}
      trigger={
        <Button
          className={`phase phase--${look}`}
          aria-label={t('phase.label', { phase: name })}
          isDisabled={refusal !== null}
        >
          {phase !== null && <Icon aria-hidden size={13} strokeWidth={2} />}
          {phase === null ? t('phase.set') : phaseName(phase)}
          <ChevronDown aria-hidden size={12} className="phase__arrow" />
        </Button>
      }
    />
  );
}
