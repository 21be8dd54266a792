import { createTranslate } from '../../i18n/index.ts';

export const mt = createTranslate({
  'models.title': 'Models',
  'models.text':
    'Your own networks as ONNX files, run on this machine. Beside NAME.onnx lies NAME.json, which tells what the network was trained on and what its outputs mean (the help page "Models" has examples). A model is tried on one patch before it is kept. No model comes with the program.',
  'models.add': 'Add a model',
  'models.adding': 'Trying it on one patch…',
  'models.added': '{name} {version} was added',
  'models.none': 'No model yet.',
  'models.finds': 'Finds {what}',
  'models.facts': 'patch {patch}, {seconds} s each; spacing {spacing}; SHA-256 {sha256}…',
  'models.spacing': '{spacing} mm',
  'models.own': 'that of the CT',
  'models.remove': 'Remove {name} {version}',
  'models.removeTitle': 'Remove {name} {version}?',
  'models.removeText':
    'The file is deleted from the data folder. What it found stays, with its name, version and hash.',
  'models.removeNow': 'Remove',
  'models.cancel': 'Cancel',
  'models.browse': 'Choose an ONNX file',
  'models.path': 'File on the machine where the data folder is',
  'models.go': 'Open',
  'models.up': 'Up',
  'models.files': 'Folders and ONNX files',
  'models.empty': 'No folder and no ONNX file here.',
});
