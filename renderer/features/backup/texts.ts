import { createTranslate } from '../../i18n/index.ts';

export const bt = createTranslate({
  title: 'Backup',
  text: 'A whole copy of the data folder on another disk: written, read back and compared, and proven by its own audit trail. To restore one, run "remnant restore BACKUP --data NEWFOLDER" and open the new folder.',
  into: 'Folder for backups',
  intoHint: 'On another disk or a network share; each backup is a new folder in it.',
  choose: 'Choose …',
  withKeys: "With the site's key and the signing key",
  withKeysHint:
    'The site’s key says who a code stands for: keep such a backup as safe as the patients’ names. Without it, names can’t be told again after a restore.',
  start: 'Back up now',
  last: 'Last backup: {when}, {files} {files|file|files}, {size}, to {folder}',
  none: 'There is no backup yet.',
  fault: 'The last backup has a fault of the record in it: {problem}',
  anchorTitle: 'Second anchor of the audit trail',
  anchorText:
    'Whoever can write to the data folder could replace the record and its trail together. The end of the trail is therefore also written to a folder that others keep, such as a network share; verifying compares the two.',
  anchorFolder: 'Folder for the anchor',
  anchorSave: 'Save',
  anchorNone: 'Nothing is written elsewhere.',
  anchorWritten: 'Up to date.',
  anchorBehind: 'It can’t be written at the moment; it is caught up with the next change once the folder is there.',
});
