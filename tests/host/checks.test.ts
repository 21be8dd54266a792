import { expect, it } from 'vitest';
import { checkWarnings, openSegmentation, storeRevision } from '../../electron/host/segmentation/index.ts';
import { addSeries, openStore, smallGrid, temporaryFolder } from './support.ts';

it('says of a stored revision what is wrong with its shapes, the same each time', async () => {
  const { context } = openStore(temporaryFolder());
  const geometry = { ...smallGrid, spacingMm: [10, 10, 10] as [number, number, number] };
  const seriesId = addSeries(context, { geometry });
  const { id: segmentationId } = openSegmentation(context, { seriesId });
  const labels = new Uint8Array(8 * 6 * 4);
  for (const at of [0, 1, 2, 38]) labels[at] = 1;
  const action = { title: 'Paint liver', tool: 'paint@1', parameters: {} };
  const { id } = await storeRevision(context, { segmentationId, parentRevisionId: null, action, cut: null, labels });
  const warnings = checkWarnings(context, id, geometry);
  expect(warnings).toEqual(['1 piece apart from the liver (1.0 mL).']);
  expect(checkWarnings(context, id, geometry)).toEqual(warnings);
  expect(() => checkWarnings(context, context.newId(), geometry)).toThrow(/no such revision/);
});
