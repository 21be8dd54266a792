import { useLibrary } from '../store.ts';
import { FolderBrowser } from './FolderBrowser.tsx';
import { ImportReportDialog } from './ImportReportDialog.tsx';
import { ImportsDialog } from './ImportsDialog.tsx';

/** Dialogs that may open in any place: an import can end while another place is shown. Rendered once. */
export function LibraryDialogs() {
  const isBrowsing = useLibrary((state) => state.isBrowsing);
  const imports = useLibrary((state) => state.imports);
  return (
    <>
      {isBrowsing && <FolderBrowser />}
      {imports !== null &&
        (imports.reportOf === null ? <ImportsDialog /> : <ImportReportDialog jobId={imports.reportOf} />)}
    </>
  );
}
