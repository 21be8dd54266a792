import {
  Brush,
  Crosshair,
  Eraser,
  Expand,
  LassoSelect,
  PencilLine,
  Puzzle,
  Scissors,
  SlidersHorizontal,
  Slice,
  Spline,
  SunMedium,
  type LucideIcon,
} from 'lucide-react';
import { ToggleButton, Tooltip, TooltipTrigger } from 'react-aria-components';
import { CommandTool, commands, useCommand } from '../../../../app/commands/index.ts';
import type { ToolId } from '../../store.ts';
import { tt } from '../../toolTexts.ts';
import './tools.css';

const icons: Readonly<Record<ToolId, LucideIcon>> = {
  navigate: Crosshair,
  window: SunMedium,
  liverStroke: PencilLine,
  tumourStroke: PencilLine,
  backgroundStroke: PencilLine,
  cut: Slice,
  brush: Brush,
  eraser: Eraser,
  contour: LassoSelect,
  liveWire: Spline,
  scissors: Scissors,
  threshold: SlidersHorizontal,
  shape: Expand,
  pieces: Puzzle,
};

const groups = [
  { id: 'find', tools: ['liverStroke', 'tumourStroke', 'backgroundStroke', 'cut'] },
  { id: 'edit', tools: ['brush', 'eraser', 'contour', 'liveWire', 'scissors', 'threshold', 'shape', 'pieces'] },
] as const satisfies readonly { readonly id: string; readonly tools: readonly ToolId[] }[];

/** For looking around: in the head of the tools, where they take no row. */
export function LookTools() {
  return (
    <>
      <CommandTool id="tool.navigate" icon={icons.navigate} placement="right" />
      <CommandTool id="tool.window" icon={icons.window} placement="right" />
    </>
  );
}

/** The tools that draw, each with its icon, its name and its key. */
export function ToolGrid() {
  return groups.map(({ id, tools }) => (
    <div key={id} className="tool-grid" role="group" aria-label={tt(`group.${id}`)}>
      {tools.map((tool) => (
        <ToolTile key={tool} tool={tool} />
      ))}
    </div>
  ));
}

type DrawingTool = (typeof groups)[number]['tools'][number];

function ToolTile({ tool }: { readonly tool: DrawingTool }) {
  const id = `tool.${tool}`;
  const state = useCommand(id);
  if (!state) return null;
  const Icon = icons[tool];
  return (
    <TooltipTrigger delay={500} closeDelay={0}>
      <ToggleButton
        className={`tool-tile tool-tile--${tool}`}
        aria-label={state.title}
        isSelected={state.active}
        isDisabled={!state.enabled}
        onChange={() => {
          commands.run(id);
        }}
      >
        <Icon aria-hidden size={16} strokeWidth={1.75} />
        <span className="tool-tile__name">{tt(`name.${tool}`)}</span>
        <kbd className="tool-tile__key">{state.shortcut}</kbd>
      </ToggleButton>
      <Tooltip className="ui-tooltip" placement="right" offset={6}>
        {state.title}
        <kbd>{state.shortcut}</kbd>
      </Tooltip>
    </TooltipTrigger>
  );
}
