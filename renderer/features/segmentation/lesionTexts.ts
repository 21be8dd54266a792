/** Texts of the lesions. */
import { createTranslate } from '../../i18n/index.ts';

export const lt = createTranslate({
  'command.confirm': 'Confirm lesion {number}',
  'command.unconfirm': 'Take back that lesion {number} is confirmed',
  'command.confirmNone': 'Confirm lesion',
  'command.confirmAll': 'Confirm all lesions',
  'command.next': 'Next lesion',
  'command.delete': 'Delete lesion {number}',
  'command.deleteNone': 'Delete lesion',
  'list.title': '{count} {count|lesion|lesions}',
  'list.proposed': '{count} proposed',
  'list.show': 'Show lesions',
  'list.hide': 'Hide lesions',
  'list.notSubtracted': '+ {volume} mL proposed, not subtracted yet',
  'list.confirmAll': 'Confirm all',
  'lesion.name': 'Lesion {number}',
  'lesion.proposed': 'proposed',
  'lesion.confirmed': 'confirmed',
  'lesion.volume': '{volume} mL',
  'lesion.diameter': '{length} mm',
  'lesion.go': 'Show lesion {number}, {state}',
  'lesion.details': 'Short axis {short} mm · 3D {longest} mm · {mean} ± {sd} HU',
  'side.resected': 'resected',
  'side.flr': 'FLR',
  'side.both': 'both sides',
});
