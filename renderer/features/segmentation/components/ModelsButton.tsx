import { BrainCircuit } from 'lucide-react';
import { CommandButton } from '../../../app/commands/index.ts';
import { useQuery } from '../../../host/index.ts';

const modelEvents = ['models.changed'] as const;

/** Shown to those who have a model; the others find the command in the palette. */
export function ModelsButton() {
  const { data: models } = useQuery('models.list', {}, { refreshOn: modelEvents });
  if (models === undefined || models.length === 0) return null;
  return <CommandButton id="segment.runModel" icon={BrainCircuit} size="sm" />;
}
