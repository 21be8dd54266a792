import { commands, useCommand } from '../../../app/commands/index.ts';
import { ToggleButton } from 'react-aria-components';

import { t } from '../texts.ts';

const presets = [
  ['view.window.liver', t('preset.liver')],
  ['view.window.softTissue', t('preset.softTissue')],
  ['view.window.lung', t('preset.lung')],
] as const;

/** The window presets as a row of buttons that tell which one is on. */
export function WindowMenu() {
  return (
    <>
      {presets.map(([id, name]) => (
        <Preset key={id} id={id} name={name} />
      ))}
    </>
  );
}

function Preset({ id, name }: { readonly id: string; readonly name: string }) {
  const state = useCommand(id);
  if (!state) return null;
  return (
    <ToggleButton
      aria-label={state.title}
      className="ui-tool ui-tool--labelled"
      isSelected={state.active}
      isDisabled={!state.enabled}
      onChange={() => {
        commands.run(id);
      }}
    >
      {name}
      {state.shortcut && <kbd>{state.shortcut}</kbd>}
    </ToggleButton>
  );
}
