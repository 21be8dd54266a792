/** Adding and removing the person's models. */
import { create } from 'zustand';
import type { Model } from '../../../electron/core/contract/models.ts';
import { notice, noticeError } from '../../app/notices.ts';
import { host, shell } from '../../host/index.ts';
import { mt } from './modelTexts.ts';

interface ModelsState {
  /** A file is being copied and tried. */
  readonly adding: boolean;
  /** Where the window looks for a file without the system's own dialog: a folder, null for the home folder; undefined: it doesn't. */
  readonly browsing: string | null | undefined;
  /** To be removed once the person says so. */
  readonly removing: Model | null;
}

export const useModels = create<ModelsState>(() => ({ adding: false, browsing: undefined, removing: null }));

/** The system's own dialog where there is one, otherwise the list of files. */
export async function chooseModel(): Promise<void> {
  const desktop = shell();
  if (!desktop) {
    browseTo(null);
    return;
  }
  const path = await desktop.chooseFile('any');
  if (path !== null) await addModel(path);
}

export function browseTo(path: string | null): void {
  useModels.setState({ browsing: path });
}

export function closeBrowser(): void {
  useModels.setState({ browsing: undefined });
}

/** Never throws: says what came of it. */
export async function addModel(path: string): Promise<void> {
  useModels.setState({ adding: true, browsing: undefined });
  try {
    const { description } = await host.client.models.add({ path, descriptionPath: null });
    notice('ok', mt('models.added', description));
  } catch (error) {
    noticeError(error);
  } finally {
    useModels.setState({ adding: false });
  }
}

export function askToRemove(removing: Model | null): void {
  useModels.setState({ removing });
}

export async function removeModel({ id }: Model): Promise<void> {
  askToRemove(null);
  await host.client.models.remove({ modelId: id });
}
