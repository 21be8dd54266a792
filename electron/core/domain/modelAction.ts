/** How a revision names the model that made it. */
import type { RevisionAction } from '../contract/segmentation.ts';
import type { ModelDescription } from './modelDescription.ts';

/** @param sha256 of the ONNX file, which tells it for good */
export const modelAction = (
  { name, version }: Pick<ModelDescription, 'name' | 'version'>,
  sha256: string,
): RevisionAction => ({
  title: `Model ${name} ${version}`,
  tool: 'model@1',
  parameters: { name, version, sha256 },
});
