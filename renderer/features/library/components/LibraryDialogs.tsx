import { useLibrary } from '../store.ts';
import { FolderBrowser } from './FolderBrowser.tsx';
import { ImportReportDialog } from './ImportReportDialog.tsx';

/** Dialogs that may open in any place: an import can end while another place is shown. Rendered once. */
export function LibraryDialogs() {
  const isBrowsing = useLibrary((state) => state.isBrowsing);
  const reportOf = useLibrary((state) => state.reportOf);
  return (
    <>
      {isBrowsing && <FolderBrowser />}
      {reportOf !== null && <ImportReportDialog jobId={reportOf} />}
    </>
  );
}
